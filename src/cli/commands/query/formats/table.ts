import { formatTable } from '../../../table.ts';
import type { Answer } from '../answer.ts';
import { summarizeEvent } from '../event-summary.ts';
import { eventColumns, eventRow } from '../event-table.ts';
import { isNumber, textOf } from './cell.ts';
import type { Formatter } from './formatter.ts';

/** A table for people. */
export function createTableFormatter(): Formatter {
  return { page: tableOf, end: () => '' };
}

function tableOf(answer: Answer): string {
  if (answer.kind === 'events')
    return answer.events.length === 0
      ? ''
      : formatTable(
          eventColumns,
          answer.events.map((event) => eventRow(summarizeEvent(event))),
        );
  const columns = answer.columns.map((column) => ({ name: column.name, alignRight: isNumber(column) }));
  return formatTable(
    columns,
    answer.rows.map((row) => row.map((cell) => (cell === 'null' ? 'NULL' : textOf(cell)))),
  );
}
