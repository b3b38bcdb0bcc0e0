import { Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../../lib/actions.ts';
import { useIsNarrow } from '../../../lib/use-is-narrow.ts';
import { usePinning } from '../../../components/pinning/pinning-context.ts';
import { useValueMenu } from '../../../components/value-menu/value-menu-context.ts';
import type { EventItem } from '../use-log.ts';
import { rowValues } from './cell-values.ts';
import { type Column, readColumns, tracks } from './columns.ts';
import { EventRow } from './event-row.tsx';
import styles from './events.module.css';
import { type ListRow, placeOfRow, rowAfter } from './list-rows.ts';
import type { ListRows } from './use-list-rows.ts';
import { NarrowRow } from './narrow-row.tsx';

const rowHeight = 28;
/** Two lines, and a thumb meets it. */
const narrowRowHeight = 52;

interface EventTableProps {
  readonly list: ListRows;
  readonly columns: readonly string[] | undefined;
  readonly zone: string;
  /** Whether the range is so long that times need their day. */
  readonly isLong: boolean;
  readonly isLoading: boolean;
  readonly isStale: boolean;
  /** Whether these are all rows that there are. */
  readonly isWhole: boolean;
  readonly openIndex: number;
  /** Whether an event is open, which has the keys then; it need not be in the list. */
  readonly isOneOpen: boolean;
  readonly menu: ReactNode;
  readonly onOpen: (item: EventItem) => void;
  /** Called when the last rows come into sight. */
  readonly onEnd: () => void;
}

/**
 * The events, an operation a line; only what is in sight is in the page. `j` and `k` move, Enter opens, `.` unfolds, `m` opens the menu of the
 * row's values, or of the cell that the arrows chose.
 */
export function EventTable(props: EventTableProps) {
  const { list, zone, isLong, isLoading, isStale, isWhole, openIndex, isOneOpen, menu, onOpen, onEnd } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<ListRow>();
  const [cell, setCell] = useState(-1);
  const openMenu = useValueMenu();
  const columns = readColumns(props.columns);
  const isNarrow = useIsNarrow();
  const Row = isNarrow ? NarrowRow : EventRow;
  const template = { gridTemplateColumns: `20px ${tracks(columns, isLong)}` };
  const { rows, onFold } = list;
  // eslint-disable-next-line react/incompatible-library -- nothing memoised is given its functions
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? narrowRowHeight : rowHeight),
    overscan: 12,
  });
  useEffect(() => virtual.measure(), [isNarrow, virtual]);
  // Rows come above it, and are folded: it is the same one.
  const current = openIndex >= 0 ? openIndex : chosen ? placeOfRow(rows, chosen) : -1;
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 15) onEnd();
  }, [last, rows.length, onEnd]);
  useEffect(() => {
    if (openIndex >= 0) virtual.scrollToIndex(openIndex, { align: 'auto' });
  }, [openIndex, virtual]);

  const move = (step: number): void => {
    const next = rowAfter(rows, { at: current, open: openIndex >= 0 ? rows[current]?.opens : undefined }, step);
    const row = rows[next];
    setChosen(row);
    virtual.scrollToIndex(next, { align: 'auto' });
    // Enter opens the row then, and does not press the button whose key was pressed before.
    if (!isOneOpen) scroller.current?.focus({ preventScroll: true });
    if (openIndex >= 0 && row) onOpen(row.opens);
  };
  const openRow = (row: ListRow | undefined): void => {
    if (row) onOpen(row.opens);
  };
  const foldCurrent = (): void => {
    const at = rows[current];
    const headOf = (event: ListRow['opens']) =>
      rows.slice(0, current).findLast(({ fold, items }) => fold && items.includes(event));
    const fold = at && (at.fold ?? headOf(at.opens)?.fold);
    if (fold) onFold(fold);
  };
  const openCellMenu = (): void => {
    const row = rows[current];
    const place = document.getElementById(`event-${current}${cell >= 0 ? `-${cell}` : ''}`);
    const values = columns.flatMap((column, index) =>
      row && (cell < 0 || index === cell) ? rowValues(column, row) : [],
    );
    if (place && values.length > 0) openMenu?.(place, values);
  };
  const pinning = usePinning();
  const pinnable = isOneOpen ? undefined : rows[current]?.opens;
  useActions({
    ...(pinning && pinnable ? { pin: () => pinning.toggle(pinnable) } : {}),
    next: () => move(1),
    previous: () => move(-1),
    open: () => openRow(rows[current]),
    fold: foldCurrent,
    menu: openCellMenu,
  });
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
        aria-rowcount={isWhole ? rows.length : -1}
        aria-activedescendant={current >= 0 ? `event-${current}${cell >= 0 ? `-${cell}` : ''}` : undefined}
        aria-busy={isLoading || isStale}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={styles['head']} role="row" style={isNarrow ? undefined : template}>
          <span role="columnheader">
            <span className="visually-hidden">{t('events.folds')}</span>
          </span>
          {columns.map((column) => (
            <span key={column.name} role="columnheader" className={styles['headCell']}>
              <HeadText column={column} />
            </span>
          ))}
        </div>
        {isLoading && <SkeletonRows />}
        <div className={styles['rows']} style={{ height: virtual.getTotalSize() }} role="rowgroup">
          {shown.map(({ key, index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <Row
                key={key}
                id={`event-${index}`}
                row={row}
                columns={columns}
                zone={zone}
                isLong={isLong}
                isChosen={index === current}
                chosenCell={index === current ? cell : -1}
                style={{ ...(isNarrow ? {} : template), transform: `translateY(${start}px)` }}
                onOpen={() => {
                  setChosen(row);
                  openRow(row);
                }}
                onFold={onFold}
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
