import { createCsvFormatter } from './formats/csv.ts';
import type { Formatter } from './formats/formatter.ts';
import { createJsonFormatter } from './formats/json.ts';
import { createNdjsonFormatter } from './formats/ndjson.ts';
import { createTableFormatter } from './formats/table.ts';

/** How an answer is printed. */
export const formats = {
  table: createTableFormatter,
  json: createJsonFormatter,
  ndjson: createNdjsonFormatter,
  csv: createCsvFormatter,
} as const satisfies Readonly<Record<string, () => Formatter>>;

export type Format = keyof typeof formats;
