import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PanelAnswer } from '../../../api/dashboards.ts';
import { cellNumber } from '../../../../../src/charts/index.ts';
import { Change } from './change.tsx';
import { levelOf } from './level.ts';
import { LevelMark } from './level-mark.tsx';
import type { PanelColumn } from './panel-columns.ts';
import type { PanelView } from './panel-view.ts';
import { eventsBehind, explorerAt } from './row-of.ts';
import { useUnitFormat } from './use-unit-format.ts';
import styles from './value-view.module.css';

/** The first number of the first row, large, beside its value before; the other numbers below. */
export function ValueView(view: PanelView) {
  const { panel, answer, columns } = view;
  const format = useUnitFormat();
  const [row = []] = answer.rows;
  const [first, ...others] = columns.filter(({ isNumber }) => isNumber);
  if (!first) return <span className={styles['number']}>–</span>;
  const value = cellNumber(row[first.at]);
  const level = levelOf(panel, first.name, value);
  return (
    <div className={styles['value']}>
      <span className={styles['line']}>
        <ToEvents {...view} column={first} className={styles['number']} />
        {others.length > 0 && <span className={styles['name']}>{first.title}</span>}
        {level && <LevelMark level={level} withWord />}
      </span>
      <Before before={answer.before} at={first.at} value={value} format={(cell) => format(cell, first.unit)} />
      {others.length > 0 && (
        <dl className={styles['others']}>
          {others.map((column) => (
            <div key={column.at}>
              <dt>{column.title}</dt>
              <dd>
                <ToEvents {...view} column={column} className={styles['other']} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

interface ToEventsProps extends PanelView {
  readonly column: PanelColumn;
  readonly className: string | undefined;
}

/** A number that leads to its events. */
function ToEvents({ report, panel, answer, columns, column, className }: ToEventsProps) {
  const { t } = useTranslation();
  const format = useUnitFormat();
  const [row = []] = answer.rows;
  const text = format(row[column.at], column.unit);
  const query = eventsBehind(report, panel, columns, row, column);
  if (query === undefined) return <span className={className}>{text}</span>;
  return (
    <Link {...explorerAt(report, query)} className={className} title={t('reports.showEvents')}>
      {text}
    </Link>
  );
}

interface BeforeProps {
  readonly before: PanelAnswer['before'];
  readonly at: number;
  readonly value: number;
  readonly format: (cell: PanelAnswer['rows'][number][number] | undefined) => string;
}

function Before({ before, at, value, format }: BeforeProps) {
  const { t } = useTranslation();
  if (!before) return null;
  if ('none' in before)
    return (
      <span className={styles['none']} title={t(`reports.noneBefore.${before.none}`)}>
        {t('reports.noEarlierData')}
      </span>
    );
  const cell = before.rows[0]?.[at];
  const number = cellNumber(cell);
  return Number.isNaN(number) || Number.isNaN(value) ? null : (
    <Change value={value} before={number} text={format(cell)} />
  );
}
