import { eventCsvColumns } from '../../../../audit/index.ts';
import { csvCell, csvValue } from '../../../../base/index.ts';

import type { EventsAnswer, TableAnswer } from '../answer.ts';
import { summarizeEvent } from '../event-summary.ts';
import { textOf } from './cell.ts';
import type { Formatter } from './formatter.ts';

/** CSV with one header; lines end as Unix tools want it. */
export function createCsvFormatter(): Formatter {
  let isFirst = true;
  return {
    page: (answer) => {
      const lines = answer.kind === 'table' ? csvOfTable(answer) : csvOfEvents(answer);
      const from = isFirst ? 0 : 1;
      isFirst = false;
      return lines
        .slice(from)
        .map((cells) => `${cells.join(',')}\n`)
        .join('');
    },
    end: () => '',
  };
}

function csvOfTable({ columns, rows }: TableAnswer): readonly (readonly string[])[] {
  const header = columns.map(({ name }) => csvCell(name));
  const lines = rows.map((row) => row.map((cell, index) => csvValue(textOf(cell), columns[index]?.type)));
  return [header, ...lines];
}

function csvOfEvents({ events }: EventsAnswer): readonly (readonly string[])[] {
  const lines = events.map((json) => {
    const event = summarizeEvent(json);
    return eventCsvColumns.map((field) => csvCell(event[field]));
  });
  return [eventCsvColumns, ...lines];
}
