import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { Fragment, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchBefore } from '../../../../../src/dashboards/index.ts';
import type { Json } from '../../../api/json.ts';
import { heldJson } from '../../../components/json/held-json.ts';
import { JsonDetail } from '../../../components/json/json-detail.tsx';
import { JsonToggle } from '../../../components/json/json-toggle.tsx';
import { useUnfolded } from '../../../components/json/use-unfolded.ts';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import { cellNumber, cellText, compareCells } from '../../../../../src/charts/index.ts';
import { Change } from './change.tsx';
import { levelOf } from './level.ts';
import { LevelMark } from './level-mark.tsx';
import { fitsPaper, type PaperColumn, paperColumns } from '../print/paper-columns.ts';
import { MoreRows, useShownRows } from './more-rows.tsx';
import type { PanelColumn } from './panel-columns.ts';
import { PanelValue } from './panel-value.tsx';
import type { PanelView } from './panel-view.ts';
import { rowKeys } from './row-keys.ts';
import { RowMenu } from './row-menu.tsx';
import styles from './table-view.module.css';
import { useOpenEvents } from './use-open-events.ts';
import { useUnitFormat } from './use-unit-format.ts';

type Row = readonly (Json | undefined)[];

interface Order {
  readonly at: number;
  readonly descending: boolean;
}

/** Characters of a cell on paper, where nothing can be opened to read the rest. */
const mostOnPaper = 1000;

/** The rows as a table; each number beside its value before where the panel compares, and JSON unfolds below its row. */
export function TableView(props: PanelView) {
  const { t } = useTranslation();
  const { panel, answer, columns, isWhole, isPrinting } = props;
  const [order, setOrder] = useState<Order>();
  const openEvents = useOpenEvents(props);
  const keys = useMemo(() => rowKeys(columns, answer.rows), [columns, answer]);
  const unfolded = useUnfolded(keys);
  const tableId = useId();
  const format = useUnitFormat();
  const rows = useMemo(() => inOrder(withBefore(answer, columns, keys), order), [answer, columns, keys, order]);
  const { shown, showAll } = useShownRows(rows, isWhole);
  const compared = useMemo(() => comparedColumns(columns, rows, answer), [columns, rows, answer]);
  const paper = useMemo(
    () => (isPrinting ? paperColumns(columns, compared, rows, format) : undefined),
    [isPrinting, columns, compared, rows, format],
  );
  return (
    <div className={styles['scroller']} tabIndex={0} role="group" aria-label={t('reports.rows')}>
      <table className={styles['table']} data-records={(paper && !fitsPaper(paper)) || undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head
                key={column.at}
                column={column}
                order={order}
                compares={compared.has(column.at)}
                onOrder={setOrder}
                isPrinting={isPrinting}
              />
            ))}
            <th scope="col" className={styles['menu']}>
              <span className="visually-hidden">{t('common.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ row, before, key }, place) => {
            const unfoldedAt = isPrinting ? undefined : unfolded.columnOf(key);
            const detail = columns.find(({ at }) => at === unfoldedAt);
            const detailId = `${tableId}-${place}`;
            return (
              <Fragment key={key}>
                {/* A click with Ctrl does what the row's menu does. */}
                {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
                <tr onClick={(event) => openEvents(event, row)} data-unfolded={detail ? true : undefined}>
                  {columns.map((column, place) => (
                    <Cells
                      key={column.at}
                      {...props}
                      column={column}
                      paper={paper?.[place]}
                      row={row}
                      before={before}
                      compares={compared.has(column.at)}
                      isUnfolded={column === detail}
                      detailId={detailId}
                      onUnfold={() => unfolded.toggle(key, column.at)}
                    />
                  ))}
                  <td className={styles['menu']}>
                    <RowMenu {...props} row={row} />
                  </td>
                </tr>
                {detail && (
                  <tr id={detailId}>
                    <td
                      className={styles['detail']}
                      colSpan={columns.length + compared.size + 1}
                      aria-label={detail.title}
                    >
                      <JsonDetail key={detail.at} cell={row[detail.at]} column={detail.name} path={undefined} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      <MoreRows all={rows.length} shown={shown.length} limited={answer.limited} onAll={showAll} />
      {panel.compare && answer.before && 'none' in answer.before && (
        <p className={styles['note']}>{t(`reports.noneBefore.${answer.before.none}`)}</p>
      )}
    </div>
  );
}

interface HeadProps {
  readonly column: PanelColumn;
  readonly order: Order | undefined;
  readonly compares: boolean;
  readonly onOrder: (order: Order) => void;
  /** A head that is repeated on each page is text: buttons are printed once alone. */
  readonly isPrinting: boolean;
}

function Head({ column, order, compares, onOrder, isPrinting }: HeadProps) {
  const { t } = useTranslation();
  const isOrder = order?.at === column.at;
  return (
    <>
      <th
        scope="col"
        data-number={column.isNumber || undefined}
        aria-sort={isOrder ? (order.descending ? 'descending' : 'ascending') : 'none'}
      >
        {isPrinting ? (
          column.title
        ) : (
          <button
            type="button"
            className={styles['head']}
            onClick={() => onOrder({ at: column.at, descending: isOrder ? !order.descending : column.isNumber })}
          >
            {column.title}
            {isOrder && (order.descending ? <IconChevronDown size={12} /> : <IconChevronUp size={12} />)}
          </button>
        )}
      </th>
      {compares && column.isNumber && (
        <th scope="col" className={styles['changeHead']}>
          {t('reports.changeHead')}
        </th>
      )}
    </>
  );
}

interface CellsProps extends PanelView {
  readonly column: PanelColumn;
  /** What the column needs on paper, while it is printed. */
  readonly paper: PaperColumn | undefined;
  readonly row: Row;
  readonly before: Row | undefined;
  readonly compares: boolean;
  readonly isUnfolded: boolean;
  /** The row in which it is unfolded. */
  readonly detailId: string;
  readonly onUnfold: () => void;
}

function Cells({ column, paper, row, before, compares, isUnfolded, detailId, onUnfold, ...view }: CellsProps) {
  const { t } = useTranslation();
  const format = useUnitFormat();
  const value = cellNumber(row[column.at]);
  // What names something leads to its page, and paper shows as much as it can.
  const isPlain = column.means === undefined && !view.isPrinting;
  const held = useMemo(
    () => (isPlain ? heldJson(row[column.at], column.name) : undefined),
    [isPlain, row, column.at, column.name],
  );
  const level = column.isNumber ? levelOf(view.panel, column.name, value) : undefined;
  // What was not there before was there no times, where then is known at all.
  const cell = before ? before[column.at] : 0;
  return (
    <>
      <td
        data-number={column.isNumber || undefined}
        data-lines={paper?.lines}
        data-title={view.isPrinting ? column.title : undefined}
        title={column.isNumber ? undefined : visibleText(cutText(cellText(row[column.at]) ?? '', 500).text)}
      >
        {level && <LevelMark level={level} />}{' '}
        {held ? (
          <JsonToggle held={held} column={column.title} isOpen={isUnfolded} detailId={detailId} onToggle={onUnfold} />
        ) : (
          <PanelValue {...view} column={column} row={row} {...(view.isPrinting && { limit: mostOnPaper })} />
        )}
      </td>
      {compares && column.isNumber && (
        <td className={styles['change']} data-title={view.isPrinting ? t('reports.changeHead') : undefined}>
          {!Number.isNaN(value) && !Number.isNaN(cellNumber(cell)) && (
            <Change value={value} before={cellNumber(cell)} text={format(cell, column.unit)} isCell />
          )}
        </td>
      )}
    </>
  );
}

/** The columns with numbers of the period before beside them: not where all are 0 and were. */
function comparedColumns(
  columns: readonly PanelColumn[],
  rows: readonly Compared[],
  { before }: PanelView['answer'],
): ReadonlySet<number> {
  if (!before || !('rows' in before)) return new Set();
  const says = ({ at, isNumber }: PanelColumn): boolean =>
    isNumber && rows.some(({ row, before }) => cellNumber(row[at]) !== 0 || cellNumber(before?.[at] ?? 0) !== 0);
  return new Set(columns.filter(says).map(({ at }) => at));
}

interface Compared {
  readonly key: string;
  readonly row: Row;
  readonly before: Row | undefined;
}

function withBefore(
  { rows, before }: PanelView['answer'],
  columns: readonly PanelColumn[],
  keys: readonly string[],
): readonly Compared[] {
  const earlier = before && 'rows' in before ? matchBefore(columns, rows, before.rows) : [];
  // What matches is one of the rows that were given.
  return rows.map((row, at) => ({ key: keys[at] ?? '', row, before: earlier[at] as Row | undefined }));
}

function inOrder(rows: readonly Compared[], order: Order | undefined): readonly Compared[] {
  if (!order) return rows;
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compareCells(a.row[order.at], b.row[order.at]));
}
