import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../api/json.ts';
import { cellText } from '../../../../../src/charts/index.ts';
import { entityPage } from '../../../lib/entity-page.ts';
import { PanelCell } from './panel-cell.tsx';
import type { PanelColumn } from './panel-columns.ts';
import styles from './panel-value.module.css';
import type { PanelView } from './panel-view.ts';
import { entityOf, eventsBehind, explorerAt } from './row-of.ts';

interface PanelValueProps extends Pick<PanelView, 'report' | 'panel' | 'columns' | 'choose'> {
  readonly column: PanelColumn;
  readonly row: readonly (Json | undefined)[];
  readonly limit?: number;
}

/** A number that leads to its events; another value that a click filters by, or where there is no such filter, that leads to the page of what it names. */
export function PanelValue({ report, panel, columns, choose, column, row, limit }: PanelValueProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const value = row[column.at];
  const cell = (
    <PanelCell column={column} value={value} zone={report.zone} {...(limit === undefined ? {} : { limit })} />
  );
  const text = cellText(value) ?? '';
  if (text === '') return cell;
  if (column.isNumber && (panel.drillDown ?? column.drillDown) !== undefined)
    return (
      <button
        type="button"
        className={styles['value']}
        title={t('reports.showEvents')}
        onClick={(event) => {
          event.stopPropagation();
          const query = eventsBehind(report, panel, columns, row, column);
          if (query !== undefined) void navigate(explorerAt(report, query));
        }}
      >
        {cell}
      </button>
    );
  if (choose.can(column.means))
    return (
      <button
        type="button"
        className={styles['value']}
        aria-pressed={choose.isChosen(column.means, text)}
        title={t('reports.chooseHint')}
        onClick={(event) => {
          // With Ctrl the row opens its events.
          if (!event.ctrlKey && !event.metaKey) choose.toggle(column.means, text);
        }}
      >
        {cell}
      </button>
    );
  const entity = entityOf(columns, row, column);
  if (!entity) return cell;
  const { from, to } = report.range;
  return (
    <Link {...entityPage(entity, { from, to })} className={styles['value']} data-link>
      {cell}
    </Link>
  );
}
