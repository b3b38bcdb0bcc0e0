import { words } from '../../base/index.ts';
import { z } from 'zod';
import { ClusterNames, Diagnostic, Time } from './common.ts';

/** An IANA name. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, words`it is no zone of the IANA database`);

export const Selection = z.object({
  query: z
    .string()
    .max(1 << 20)
    .default(''),
  from: Time,
  to: Time,
  clusters: ClusterNames.optional(),
  timeZone: TimeZone.optional(),
});

export const QueryRequest = Selection.extend({
  limit: z.number().int().min(1).max(10_000).optional(),
  cursor: z.string().max(256).optional(),
  order: z.enum(['desc', 'asc']).default('desc'),
});

export const QueryMeta = z.object({
  /** Milliseconds from the request to the answer. */
  elapsedMs: z.number(),
  rowsRead: z.number().optional(),
  bytesRead: z.number().optional(),
  /** The rows that were given at most where the statement asks for more: 100 where it has no LIMIT, what the server allows where that is larger. */
  limited: z.number().optional(),
  warnings: z.array(Diagnostic),
});

export const SqlAnswer = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.unknown())),
  meta: QueryMeta,
});

export const SearchAnswer = z.object({
  /** The events as received, with `__time__`, `__time_ns_part__`, `__receive_time__` and `__cluster__`. */
  events: z.array(z.record(z.string(), z.unknown())),
  total: z.number(),
  cursor: z.string().optional(),
  meta: QueryMeta,
});

export const HistogramRequest = Selection.extend({ buckets: z.number().int().min(1).max(1000).default(60) });

export const HistogramAnswer = z.object({
  buckets: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      count: z.number(),
      ok: z.number(),
      refused: z.number(),
      failed: z.number(),
    }),
  ),
});

export const FacetsRequest = Selection.extend({
  /** A search besides `query`. What it asks of one field alone does not narrow the values of that field: they stay beside those chosen. */
  filter: z
    .string()
    .max(1 << 20)
    .default(''),
  /** Only values that hold this text, upper and lower case alike. */
  containing: z.string().max(256).default(''),
  fields: z.array(z.string().max(256)).min(1).max(20),
  limit: z.number().int().min(1).max(100).default(10),
});

export const FacetsAnswer = z.object({
  facets: z.array(
    z.object({
      field: z.string(),
      /** The most frequent first; null stands for events that do not have the field. */
      values: z.array(z.object({ value: z.string().nullable(), count: z.number() })),
      distinct: z.number(),
      other: z.number(),
    }),
  ),
});

export const ValuesRequest = Selection.extend({
  field: z.string().max(256),
  prefix: z.string().max(256).default(''),
  limit: z.number().int().min(1).max(100).default(20),
});

export const ValuesAnswer = z.object({ values: z.array(z.object({ value: z.string(), count: z.number() })) });

export const ExportRequest = Selection.extend({
  format: z.enum(['ndjson', 'csv']),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The data of a tail's `status`. */
export const TailStatus = z.object({
  at: z.string(),
  /** Events that wait in the journal; null for a limited caller. */
  pending: z.number().nullable(),
  /** Events went by unseen since the last status: they came faster than they were read. */
  skipped: z.boolean(),
});
