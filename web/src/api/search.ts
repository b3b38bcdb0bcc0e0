import * as z from 'zod/mini';
import { type AuditEvent, readEvent } from './audit-event.ts';
import { call, decode, send } from './client.ts';
import { type Json, parseJson } from './json.ts';
import { arraySlices } from './slices.ts';

/** What is asked: the same for events, histogram, facets and export. Times are RFC 3339 with microseconds. */
export interface LogQuery {
  readonly query: string;
  readonly from: string;
  readonly to: string;
  readonly clusters?: readonly string[];
  readonly timeZone?: string;
}

const warningSchema = z.object({
  code: z.optional(z.string()),
  message: z.string(),
  from: z.optional(z.number()),
  to: z.optional(z.number()),
});
const metaSchema = z.optional(
  z.looseObject({
    elapsedMs: z.optional(z.number()),
    limited: z.optional(z.nullable(z.number())),
    warnings: z.optional(z.array(warningSchema)),
    diagnostics: z.optional(z.array(warningSchema)),
  }),
);
const eventsSchema = z.object({
  total: z.optional(z.nullable(z.number())),
  cursor: z.optional(z.nullable(z.string())),
  meta: metaSchema,
});
const tableSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.custom<Json>(() => true))),
  meta: metaSchema,
});
const bucketSchema = z.object({
  from: z.union([z.string(), z.number()]),
  to: z.union([z.string(), z.number()]),
  count: z.number(),
  ok: z.optional(z.number()),
  refused: z.optional(z.number()),
  failed: z.optional(z.number()),
});
const valuesSchema = z.array(
  z.object({ value: z.nullable(z.union([z.string(), z.number(), z.boolean()])), count: z.number() }),
);
const facetsSchema = z.object({
  facets: z.array(
    z.object({
      field: z.string(),
      values: valuesSchema,
      other: z.optional(z.number()),
      distinct: z.optional(z.number()),
    }),
  ),
});

export type QueryMeta = z.output<typeof metaSchema>;
export type QueryWarning = z.output<typeof warningSchema>;
export type Facet = z.output<typeof facetsSchema>['facets'][number];
export type ResultTable = z.output<typeof tableSchema>;

export interface EventPage {
  readonly events: readonly AuditEvent[];
  readonly total: number | undefined;
  readonly cursor: string | undefined;
  readonly meta: QueryMeta;
}

export interface Page {
  readonly limit: number;
  readonly cursor?: string;
  readonly order?: 'asc' | 'desc';
}

/** Searches events, a page at a time. */
export async function searchEvents(query: LogQuery, page: Page, signal: AbortSignal): Promise<EventPage> {
  const response = await send('POST', '/api/v1/query', { body: { ...query, ...page }, signal });
  const text = await response.text();
  const { total, cursor, meta } = decode(eventsSchema, JSON.parse(text));
  const events = arraySlices(text, 'events').map(readEvent);
  return { events, total: total ?? undefined, cursor: cursor ?? undefined, meta };
}

/** Runs a statement with an analysis part. */
export async function runStatement(query: LogQuery, signal: AbortSignal): Promise<ResultTable> {
  const response = await send('POST', '/api/v1/query', { body: query, signal });
  return decode(tableSchema, parseJson(await response.text()));
}

/** Counts of a stretch of time by outcome; `none` are events that have no code yet. Times in Unix milliseconds. */
export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly ok: number;
  readonly refused: number;
  readonly failed: number;
  readonly none: number;
}

export async function fetchHistogram(
  query: LogQuery,
  buckets: number,
  signal: AbortSignal,
): Promise<readonly Bucket[]> {
  const schema = z.object({ buckets: z.array(bucketSchema) });
  const answer = await call('POST', '/api/v1/histogram', schema, {
    body: { ...query, buckets, by: 'outcome' },
    signal,
  });
  return answer.buckets.map(({ from, to, count, ok = 0, refused = 0, failed = 0 }) => ({
    from: toMillis(from),
    to: toMillis(to),
    count,
    ok,
    refused,
    failed,
    none: Math.max(0, count - ok - refused - failed),
  }));
}

export async function fetchFacets(
  query: LogQuery,
  fields: readonly string[],
  limit: number,
  signal: AbortSignal,
): Promise<readonly Facet[]> {
  const answer = await call('POST', '/api/v1/facets', facetsSchema, { body: { ...query, fields, limit }, signal });
  return answer.facets;
}

/** The commonest values of a field that begin with the prefix, for completion. */
export async function fetchValues(
  field: string,
  prefix: string,
  range: Omit<LogQuery, 'query'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const schema = z.object({ values: valuesSchema });
  const body = { field, prefix, from: range.from, to: range.to, clusters: range.clusters, limit: 20 };
  const answer = await call('POST', '/api/v1/values', schema, { body, signal });
  return answer.values.flatMap(({ value }) => (value === null || value === '' ? [] : [String(value)]));
}

function toMillis(time: string | number): number {
  return typeof time === 'number' ? time * 1000 : Date.parse(time);
}
