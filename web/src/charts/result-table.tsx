import { useVirtualizer } from '@tanstack/react-virtual';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { resolveField } from '../../../src/query/index.ts';
import type { ResultTable as Result } from '../api/search.ts';
import { SafeText } from '../components/safe-text.tsx';
import { ValueButton } from '../components/value-menu/value-button.tsx';
import styles from './result-table.module.css';
import { cellText, compareCells, groupDigits, roleOf } from '../../../src/charts/index.ts';
import { columnTemplate } from './column-widths.ts';

const rowHeight = 26;

interface ResultTableProps {
  readonly result: Result;
}

interface Order {
  readonly column: number;
  readonly descending: boolean;
}

/** The rows of an answer; a click on a head sorts, a value of a field has its menu. */
export function ResultTable({ result }: ResultTableProps) {
  const { t, i18n } = useTranslation();
  const { columns } = result;
  const [order, setOrder] = useState<Order>();
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => {
    if (!order) return result.rows;
    const sign = order.descending ? -1 : 1;
    return result.rows.toSorted((a, b) => sign * compareCells(a[order.column], b[order.column]));
  }, [result.rows, order]);
  // eslint-disable-next-line react/incompatible-library -- nothing memoised is given its functions
  const rows = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
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
        {rows.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 1}
            className={styles['row']}
            style={{ ...template, transform: `translateY(${start}px)` }}
          >
            {columns.map((column, at) => {
              const text = cellText(sorted[index]?.[at]);
              return (
                // eslint-disable-next-line react/no-array-index-key
                <span key={at} role="cell" className={styles['cell']} data-role={roleOf(column)}>
                  {text === undefined ? (
                    <span className={styles['null']}>NULL</span>
                  ) : resolveField(column.name) ? (
                    <ValueButton value={{ field: column.name, value: text }} />
                  ) : (
                    <SafeText limit={300}>
                      {roleOf(column) === 'number' ? groupDigits(text, i18n.language) : text}
                    </SafeText>
                  )}
                </span>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
