import type { z } from 'zod';
import { itemsOf, jsonText, membersOf } from '../../../src/base/index.ts';
import {
  FacetsAnswer,
  HistogramAnswer,
  type QueryMeta as QueryMetaSchema,
  SearchAnswer,
  SqlAnswer,
  ValuesAnswer,
} from '../../../src/server/schemas/index.ts';
import { type AuditEvent, readEvent } from './audit-event.ts';
import { call, decode, send } from './client.ts';
import { isArray, type Json, member, parseJson } from './json.ts';

/** What is asked: the same for events, histogram, facets and export. Times are RFC 3339 with microseconds. */
export interface LogQuery {
  readonly query: string;
  readonly from: string;
  readonly to: string;
  readonly clusters?: readonly string[];
  readonly timeZone?: string;
}

/** What is asked of facets: the filter does not narrow the values of a field by what it asks of that field alone. */
export interface FacetQuery extends LogQuery {
  readonly filter: string;
}

/** Which values are counted. */
export interface FacetChoice {
  readonly fields: readonly string[];
  /** Values of each field. */
  readonly limit: number;
  /** Text that they hold. */
  readonly containing?: string;
}

export type QueryMeta = z.output<typeof QueryMetaSchema>;
export type Facet = z.output<typeof FacetsAnswer>['facets'][number];

/** The answer of a statement. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Json[])[];
  readonly meta: QueryMeta;
}

export interface EventPage {
  readonly events: readonly AuditEvent[];
  readonly total: number;
  readonly cursor: string | undefined;
  readonly meta: QueryMeta;
}

export interface Page {
  readonly limit: number;
  readonly cursor?: string;
  readonly order?: 'asc' | 'desc';
}

const head = SearchAnswer.omit({ events: true });

/** Searches events, a page at a time. */
export async function searchEvents(query: LogQuery, page: Page, signal: AbortSignal): Promise<EventPage> {
  const response = await send('POST', '/api/v1/query', { body: { ...query, ...page }, signal });
  const document = new Uint8Array(await response.arrayBuffer());
  const { total, cursor, meta } = decode(head, JSON.parse(jsonText(document)));
  // What JSON.parse gives has lost the digits of long numbers and the order of doubled keys.
  const events = itemsOf(membersOf(document).get('events') ?? new Uint8Array());
  return { events: events.map((event) => readEvent(jsonText(event))), total, cursor, meta };
}

const tableHead = SqlAnswer.omit({ rows: true });

/** Runs a statement with an analysis part. */
export async function runStatement(query: LogQuery, signal: AbortSignal): Promise<ResultTable> {
  const response = await send('POST', '/api/v1/query', { body: query, signal });
  const document = parseJson(await response.text());
  const { columns, meta } = decode(tableHead, document);
  const rows = member(document, 'rows');
  return { columns, meta, rows: isArray(rows) ? rows.filter(isArray) : [] };
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
  const answer = await call('POST', '/api/v1/histogram', HistogramAnswer, { body: { ...query, buckets }, signal });
  return answer.buckets.map(({ from, to, count, ok, refused, failed }) => ({
    from: Date.parse(from),
    to: Date.parse(to),
    count,
    ok,
    refused,
    failed,
    none: Math.max(0, count - ok - refused - failed),
  }));
}

export async function fetchFacets(
  query: FacetQuery,
  choice: FacetChoice,
  signal: AbortSignal,
): Promise<readonly Facet[]> {
  const answer = await call('POST', '/api/v1/facets', FacetsAnswer, { body: { ...query, ...choice }, signal });
  return answer.facets;
}

/** The commonest values of a field that begin with the prefix, for completion. */
export async function fetchValues(
  field: string,
  prefix: string,
  range: Omit<LogQuery, 'query'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const body = { field, prefix, from: range.from, to: range.to, clusters: range.clusters, limit: 20 };
  const answer = await call('POST', '/api/v1/values', ValuesAnswer, { body, signal });
  return answer.values.flatMap(({ value }) => (value === '' ? [] : [value]));
}
