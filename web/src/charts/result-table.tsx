import { useVirtualizer } from '@tanstack/react-virtual';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useCallback, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cutText, visibleText } from '../../../src/base/index.ts';
import type { Json } from '../api/json.ts';
import type { ResultTable as Result } from '../api/search.ts';
import { JsonDetail } from '../components/json/json-detail.tsx';
import { pathWithin } from '../components/json/path-within.ts';
import { useUnfolded } from '../components/json/use-unfolded.ts';
import { SafeText } from '../components/safe-text.tsx';
import styles from './result-table.module.css';
import { compareCells, roleOf } from '../../../src/charts/index.ts';
import { columnTemplate } from './column-widths.ts';
import { ResultCell } from './result-cell.tsx';

const rowHeight = 26;

interface ResultTableProps {
  readonly result: Result;
}

interface Order {
  readonly column: number;
  readonly descending: boolean;
}

/** The rows of an answer; a click on a head sorts, a value of a field has its menu, and JSON unfolds below its row. */
export function ResultTable({ result }: ResultTableProps) {
  const { t } = useTranslation();
  const { columns } = result;
  const [order, setOrder] = useState<Order>();
  const scroller = useRef<HTMLDivElement>(null);
  const unfolded = useUnfolded(result.rows);
  const tableId = useId();
  const sorted = useMemo(() => {
    const rows = result.rows.map((row, key) => ({ row, key }));
    if (!order) return rows;
    const sign = order.descending ? -1 : 1;
    return rows.toSorted((a, b) => sign * compareCells(a.row[order.column], b.row[order.column]));
  }, [result.rows, order]);
  // What is unfolded makes its row higher, wherever that is sorted to.
  const getItemKey = useCallback((at: number) => sorted[at]?.key ?? at, [sorted]);
  // eslint-disable-next-line react/incompatible-library -- nothing memoised is given its functions
  const rows = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey,
    overscan: 20,
  });
  const template = useMemo(() => ({ gridTemplateColumns: columnTemplate(result) }), [result]);
  return (
    <div
      ref={scroller}
      className={styles['table']}
      role="table"
      aria-label={t('analysis.result')}
      aria-rowcount={sorted.length}
      tabIndex={0}
    >
      <div role="row" className={styles['head']} style={template}>
        {columns.map((column, index) => {
          const isOrder = order?.column === index;
          return (
            <span
              // Names of columns may be doubled, as in SLS.
              // eslint-disable-next-line react/no-array-index-key
              key={index}
              role="columnheader"
              aria-sort={isOrder ? (order.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button
                type="button"
                className={styles['headButton']}
                data-role={roleOf(column)}
                title={column.type}
                onClick={() => setOrder({ column: index, descending: isOrder ? !order.descending : true })}
              >
                <SafeText limit={120}>{column.name}</SafeText>
                {isOrder && (order.descending ? <IconChevronDown size={13} /> : <IconChevronUp size={13} />)}
              </button>
            </span>
          );
        })}
      </div>
      <div className={styles['rows']} role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const row = sorted[index]?.row ?? [];
          const shown = unfolded.columnOf(row);
          const detailId = `${tableId}-${key}`;
          return (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              role="row"
              aria-rowindex={index + 1}
              className={styles['row']}
              style={{ ...template, transform: `translateY(${start}px)` }}
            >
              {columns.map((column, at) => (
                // eslint-disable-next-line react/no-array-index-key
                <span key={at} role="cell" className={styles['cell']} data-role={roleOf(column)}>
                  <ResultCell
                    column={column}
                    value={row[at]}
                    isUnfolded={at === shown}
                    detailId={detailId}
                    onUnfold={() => unfolded.toggle(row, at)}
                  />
                </span>
              ))}
              {shown !== undefined && (
                <Detail
                  key={shown}
                  id={detailId}
                  column={columns[shown]?.name ?? ''}
                  cell={row[shown]}
                  span={columns.length}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface DetailProps {
  readonly id: string;
  /** The name of the cell's column. */
  readonly column: string;
  readonly cell: Json | undefined;
  /** How many columns the table has. */
  readonly span: number;
}

/** What a cell holds as JSON, below its row. */
function Detail({ id, column, cell, span }: DetailProps) {
  return (
    <div
      id={id}
      role="cell"
      aria-colspan={span}
      aria-label={visibleText(cutText(column, 120).text)}
      className={styles['detail']}
    >
      <JsonDetail cell={cell} column={column} path={pathWithin(cell, column)} />
    </div>
  );
}
