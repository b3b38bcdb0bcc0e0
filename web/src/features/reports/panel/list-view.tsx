import { useTranslation } from 'react-i18next';
import { TextWithElements } from '../../../components/text-with-elements.tsx';
import type { Json } from '../../../api/json.ts';
import { cellText } from '../../../../../src/charts/index.ts';
import { useClusters } from '../../../api/clusters.ts';
import { Deed } from '../../../components/deed/deed.tsx';
import { OutcomeMark } from '../../../components/deed/outcome-mark.tsx';
import styles from './list-view.module.css';
import { MoreRows, useShownRows } from './more-rows.tsx';
import { PanelCell } from './panel-cell.tsx';
import type { PanelColumn } from './panel-columns.ts';
import { PanelValue } from './panel-value.tsx';
import type { PanelView } from './panel-view.ts';
import { RowMenu } from './row-menu.tsx';
import { TableView } from './table-view.tsx';
import { type ToldRow, tellRow } from './told-row.ts';
import { useOpenEvents } from './use-open-events.ts';

type Row = readonly (Json | undefined)[];

/** Operations, each as a sentence; what no sentence can be told of is a table. */
export function ListView(props: PanelView) {
  const { t } = useTranslation();
  const { answer, columns, isWhole } = props;
  const openEvents = useOpenEvents(props);
  const { shown, showAll } = useShownRows(answer.rows, isWhole);
  if (!tellRow(columns, answer.rows[0] ?? [])) return <TableView {...props} />;
  return (
    <div className={styles['scroller']} tabIndex={0} role="group" aria-label={t('reports.rows')}>
      <ul className={styles['list']}>
        {shown.map((row, index) => (
          // A click with Ctrl does what the row's menu does.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions, react/no-array-index-key
          <li key={index} className={styles['row']} onClick={(event) => openEvents(event, row)}>
            <Told {...props} row={row} />
            <span className={styles['menu']}>
              <RowMenu {...props} row={row} />
            </span>
          </li>
        ))}
      </ul>
      <MoreRows all={answer.rows.length} shown={shown.length} limited={answer.limited} onAll={showAll} />
    </div>
  );
}

function Told(props: PanelView & { readonly row: Row }) {
  const { report, columns, row } = props;
  const { data: clusters = [] } = useClusters();
  const told = tellRow(columns, row);
  if (!told) return null;
  const others = told.others.filter(
    // Where there is but one cluster, nobody asks which.
    ({ at, means }) => (cellText(row[at]) ?? '') !== '' && (means !== 'cluster' || clusters.length > 1),
  );
  return (
    <>
      <span className={styles['time']}>
        {told.time && <PanelCell column={told.time} value={row[told.time.at]} zone={report.zone} />}
      </span>
      <span className={styles['what']}>
        <RowSentence {...props} told={told} />
        {others.length > 0 && (
          <span className={styles['others']}>
            {others.map((column) => (
              <span key={column.at} title={column.title}>
                <PanelValue {...props} column={column} limit={80} />
              </span>
            ))}
          </span>
        )}
      </span>
      <span className={styles['outcome']}>
        <OutcomeMark facts={told.facts} />
      </span>
    </>
  );
}

/** Who did what, where and from where, in the order of the language. */
function RowSentence({ told, ...props }: PanelView & { readonly row: Row; readonly told: ToldRow }) {
  const { t } = useTranslation();
  const { row } = props;
  const value = (column: PanelColumn | undefined) => column && <PanelValue {...props} column={column} limit={80} />;
  const has = (column: PanelColumn | undefined): boolean =>
    column !== undefined && (cellText(row[column.at]) ?? '') !== '';
  return (
    <TextWithElements
      t={t}
      i18nKey="reports.sentence"
      components={{
        who: <strong>{value(told.user)}</strong>,
        did: <Deed facts={told.facts} />,
        where: has(told.namespace) ? (
          <TextWithElements
            t={t}
            i18nKey="sentence.where"
            components={{ namespace: <strong>{value(told.namespace)}</strong> }}
          />
        ) : (
          <span />
        ),
        from: has(told.address) ? (
          <TextWithElements t={t} i18nKey="sentence.from" components={{ ip: <span>{value(told.address)}</span> }} />
        ) : (
          <span />
        ),
      }}
    />
  );
}
