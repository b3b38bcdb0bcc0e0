import { z } from 'zod';
import { itemsOf, jsonText, membersOf } from '../../../base/index.ts';
import { SearchAnswer, SqlAnswer } from '../../../server/schemas/index.ts';
import { CliError } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';

const Columns = SqlAnswer.shape.columns;
const Rest = z.looseObject(SearchAnswer.omit({ events: true }).partial({ total: true }).shape);

export type ResultColumn = z.output<typeof Columns>[number];

/** An answer to a query. Events and cells are JSON as the server wrote it. */
export type Answer = EventsAnswer | TableAnswer;

interface AnswerBase {
  /** The whole document. */
  readonly document: Uint8Array;
  readonly meta: z.output<typeof SearchAnswer>['meta'];
}

export interface EventsAnswer extends AnswerBase {
  readonly kind: 'events';
  readonly events: readonly Uint8Array[];
  readonly total: number;
  /** Of the next page; undefined where there is none. */
  readonly cursor: string | undefined;
}

export interface TableAnswer extends AnswerBase {
  readonly kind: 'table';
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** Takes an answer apart. Throws CliError (exit 3) where it is none. */
export function readAnswer(document: Uint8Array): Answer {
  try {
    const { columns, rows, events, ...rest } = Object.fromEntries(membersOf(document));
    const { meta, total = 0, cursor } = Rest.parse(parseMembers(rest));
    if (columns === undefined || rows === undefined)
      return { kind: 'events', document, meta, events: itemsOf(events ?? new Uint8Array()), total, cursor };
    return {
      kind: 'table',
      document,
      meta,
      columns: Columns.parse(JSON.parse(jsonText(columns))),
      rows: itemsOf(rows).map((row) => itemsOf(row).map(jsonText)),
    };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new CliError(exitCodes.unreachable, `cannot read the server's answer: ${cause}`, { cause: error });
  }
}

function parseMembers(members: Readonly<Record<string, Uint8Array>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).map(([name, json]): [string, unknown] => [name, JSON.parse(jsonText(json))]),
  );
}
