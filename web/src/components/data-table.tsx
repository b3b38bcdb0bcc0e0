import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './data-table.module.css';
import { EmptyPanel } from './empty-panel.tsx';

/** A column: its head, what a row shows in it, and on which side numbers stand. */
export interface DataColumn<Row> {
  readonly key: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  readonly end?: boolean;
  /** Only a screen reader needs the head, as over a column of buttons. */
  readonly isHeadHidden?: boolean;
}

interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  /** Undefined while they are being loaded. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  readonly empty: string;
  /** Below it: why, and what to do. */
  readonly emptyText?: string;
  /** Wider than a narrow screen, and maybe without anything in it that takes the focus: the keyboard scrolls it. */
  readonly isWide?: boolean;
}

/** A short list as a table; hairlines, no boxes. On a phone each row is a list of its own, with the heads beside the values. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, empty, emptyText, isWide = false } = props;
  if (rows?.length === 0) return <EmptyPanel title={empty} {...(emptyText === undefined ? {} : { text: emptyText })} />;
  return (
    <div className={styles['scroller']} {...(isWide ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}>
      <table className={styles['table']} aria-label={label} aria-busy={rows === undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-end={column.end || undefined}>
                <span className={column.isHeadHidden ? 'visually-hidden' : undefined}>{column.head}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows?.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  data-end={column.end || undefined}
                  data-head={column.isHeadHidden ? undefined : column.head}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          )) ??
            [80, 60, 70].map((width) => (
              <tr key={width}>
                <td colSpan={columns.length}>
                  <Skeleton height={12} width={`${width}%`} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
