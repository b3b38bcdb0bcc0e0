import { Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../../lib/actions.ts';
import { useIsNarrow } from '../../../lib/use-is-narrow.ts';
import { useValueMenu } from '../../../components/value-menu/value-menu-context.ts';
import type { EventItem } from '../use-log.ts';
import { cellValues } from './cell-values.ts';
import { type Column, readColumns, tracks } from './columns.ts';
import { EventRow } from './event-row.tsx';
import styles from './events.module.css';
import { NarrowRow } from './narrow-row.tsx';

const rowHeight = 28;
/** Two lines, and a thumb meets it. */
const narrowRowHeight = 52;

interface EventTableProps {
  readonly items: readonly EventItem[];
  readonly columns: readonly string[] | undefined;
  readonly zone: string;
  /** Whether the range is so long that times need their day. */
  readonly isLong: boolean;
  readonly isLoading: boolean;
  readonly isStale: boolean;
  readonly total: number | undefined;
  readonly openIndex: number;
  readonly menu: ReactNode;
  readonly onOpen: (item: EventItem) => void;
  /** Called when the last rows come into sight. */
  readonly onEnd: () => void;
}

/**
 * The events, one a line; only what is in sight is in the page. `j` and `k` move, Enter opens, `m` opens the menu of the row's values, or of
 * the cell that the arrows chose.
 */
export function EventTable(props: EventTableProps) {
  const { items, zone, isLong, isLoading, isStale, total, openIndex, menu, onOpen, onEnd } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(-1);
  const [cell, setCell] = useState(-1);
  const openMenu = useValueMenu();
  const columns = readColumns(props.columns);
  const isNarrow = useIsNarrow();
  const Row = isNarrow ? NarrowRow : EventRow;
  const template = { gridTemplateColumns: tracks(columns, isLong) };
  // eslint-disable-next-line react/incompatible-library -- nothing memoised is given its functions
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? narrowRowHeight : rowHeight),
    overscan: 12,
  });
  useEffect(() => rows.measure(), [isNarrow, rows]);
  const current = openIndex >= 0 ? openIndex : chosen;
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (items.length > 0 && last >= items.length - 15) onEnd();
  }, [last, items.length, onEnd]);
  useEffect(() => {
    if (openIndex >= 0) rows.scrollToIndex(openIndex, { align: 'auto' });
  }, [openIndex, rows]);

  const move = (step: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, current + step));
    const item = items[next];
    setChosen(next);
    rows.scrollToIndex(next, { align: 'auto' });
    if (openIndex >= 0 && item) onOpen(item);
  };
  const openCurrent = (): void => {
    const item = items[current];
    if (item) onOpen(item);
  };
  const openCellMenu = (): void => {
    const item = items[current];
    const place = document.getElementById(`event-${current}${cell >= 0 ? `-${cell}` : ''}`);
    const values = columns.flatMap((column, index) =>
      item && (cell < 0 || index === cell) ? cellValues(column, item) : [],
    );
    if (place && values.length > 0) openMenu?.(place, values);
  };
  useActions({ next: () => move(1), previous: () => move(-1), open: openCurrent, menu: openCellMenu });
  function onKeyDown(event: KeyboardEvent): void {
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (aside !== undefined && current >= 0) {
      event.preventDefault();
      setCell(Math.max(-1, Math.min(columns.length - 1, cell + aside)));
    }
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(step);
  }
  return (
    <div className={styles['table']} data-stale={isStale || undefined}>
      <div
        ref={scroller}
        className={styles['scroller']}
        role="grid"
        aria-label={t('events.title')}
        aria-rowcount={total ?? items.length}
        aria-activedescendant={current >= 0 ? `event-${current}${cell >= 0 ? `-${cell}` : ''}` : undefined}
        aria-busy={isLoading || isStale}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={styles['head']} role="row" style={isNarrow ? undefined : template}>
          {columns.map((column) => (
            <span key={column.name} role="columnheader" className={styles['headCell']}>
              <HeadText column={column} />
            </span>
          ))}
        </div>
        {isLoading && <SkeletonRows />}
        <div className={styles['rows']} style={{ height: rows.getTotalSize() }} role="rowgroup">
          {shown.map((row) => {
            const item = items[row.index];
            if (!item) return null;
            return (
              <Row
                key={row.key}
                id={`event-${row.index}`}
                item={item}
                columns={columns}
                zone={zone}
                isLong={isLong}
                isChosen={row.index === current}
                chosenCell={row.index === current ? cell : -1}
                style={{ ...(isNarrow ? {} : template), transform: `translateY(${row.start}px)` }}
                onOpen={() => {
                  setChosen(row.index);
                  onOpen(item);
                }}
              />
            );
          })}
        </div>
      </div>
      <div className={styles['menu']}>{menu}</div>
    </div>
  );
}

function HeadText({ column }: { readonly column: Column }) {
  const { t } = useTranslation();
  return column.kind === 'sentence' ? t(`events.column.${column.name}`) : column.name;
}

function SkeletonRows() {
  return Array.from({ length: 24 }, (_, index) => (
    // eslint-disable-next-line react/no-array-index-key -- all the same
    <div key={index} className={styles['skeletonRow']}>
      <Skeleton height={10} width={`${88 - ((index * 17) % 40)}%`} />
    </div>
  ));
}
