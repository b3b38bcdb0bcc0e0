import type { Engine } from '../engine/index.ts';
import type { Scope, TimeRange } from '../query/index.ts';
import { visibleEvents } from '../query/index.ts';
import { type Facet, type FacetExpression, type FacetOptions, readFacet, readFacets } from './reader/facet.ts';
import { type Bucket, readHistogram } from './reader/histogram.ts';
import { type PatternOptions, type Patterns, readPatterns } from './reader/patterns.ts';
import { type PageRequest, readPage, type StoredEvent } from './reader/page.ts';
import {
  countReceived,
  readReceived,
  type ReceivedExtent,
  type ReceivedPage,
  type ReceivedRequest,
} from './reader/received.ts';
import {
  countOf,
  parametersOf,
  type QueryLimits,
  rangeOf,
  readerSettings,
  type Selection,
  selectRows,
  whereOf,
} from './reader/selection.ts';

/** What a scope holds of a cluster. Times in microseconds. */
export interface ClusterActivity {
  readonly clusterId: string;
  readonly events: number;
  readonly lastReceivedAtMicros: number;
}

/** The read side of the table of events. Every statement is read-only and limited in time, memory and rows. */
export interface EventSearch {
  page(request: PageRequest): Promise<readonly StoredEvent[]>;
  count(selection: Selection, signal?: AbortSignal): Promise<number>;
  /**
   * Counts each of many selections of one range, in one statement. Their parameters have names of their own; all of their scopes have bodies,
   * or none has.
   */
  counts(selections: readonly [Selection, ...Selection[]], signal?: AbortSignal): Promise<readonly number[]>;
  histogram(selection: Selection, buckets: number, signal?: AbortSignal): Promise<readonly Bucket[]>;
  /** The most frequent values of an expression over the columns. */
  facet(selection: Selection, expression: FacetExpression, options: FacetOptions): Promise<Facet>;
  /** The most frequent values of several expressions within one selection, which is looked for once. */
  facets(
    selection: Selection,
    expressions: readonly FacetExpression[],
    options: Pick<FacetOptions, 'limit' | 'signal'>,
  ): Promise<readonly Facet[]>;
  /** The events of a selection, clustered by what they have in common. */
  patterns(selection: Selection, options: PatternOptions): Promise<Patterns>;
  /** Events of all clusters in order of receipt. Nobody's scope is in it: that is for who asks. */
  received(request: ReceivedRequest): Promise<ReceivedPage>;
  /** Counts what was received after a place, for the server itself, whoever may see it. */
  countReceived(extent: ReceivedExtent): Promise<number>;
  /** Of each cluster that has events within the scope. */
  clusterActivity(scope: Scope): Promise<readonly ClusterActivity[]>;
}

/** Receipts are of our own clock: until the year 2100. */
const allReceipts: TimeRange = { kind: 'received', fromMicros: 0, toMicros: Date.UTC(2100, 0) * 1000 };

/** Reads events through an engine. */
export function createEventSearch(engine: Engine, limits: QueryLimits): EventSearch {
  const context = { engine, settings: readerSettings(limits) };
  return {
    page: (request) => readPage(context, request),
    histogram: (selection, buckets, signal) => readHistogram(context, selection, buckets, signal),
    facet: (selection, expression, options) => readFacet(context, selection, expression, options),
    facets: (selection, expressions, options) => readFacets(context, selection, expressions, options),
    patterns: (selection, options) => readPatterns(context, selection, options),
    received: (request) => readReceived(context, request),
    countReceived: (extent) => countReceived(context, extent),
    async counts(selections, signal) {
      const [{ range, scope }] = selections;
      const counted = selections.map((selection, index) => countOf(selection, `scope${index}_`));
      const columns = counted.map(({ column }) => column).join(', ');
      const sql = `SELECT ${columns} FROM ${visibleEvents(scope)} WHERE ${rangeOf(range)}`;
      const parameters = Object.fromEntries(counted.flatMap((one) => Object.entries(one.parameters)));
      const { rows } = await selectRows(context, sql, parameters, signal);
      return selections.map((_, index) => Number(rows[0]?.[index] ?? 0));
    },
    async count(selection, signal) {
      const sql = `SELECT count() FROM ${visibleEvents(selection.scope)} WHERE ${whereOf(selection)}`;
      const { rows } = await selectRows(context, sql, parametersOf(selection), signal);
      return Number(rows[0]?.[0] ?? 0);
    },
    async clusterActivity(scope) {
      const selection = { condition: '1', parameters: {}, range: allReceipts, scope };
      const sql = `SELECT cluster_id, count(), toUnixTimestamp64Micro(max(received_at))
        FROM events WHERE ${whereOf(selection)} GROUP BY cluster_id`;
      const { rows } = await selectRows(context, sql, parametersOf(selection));
      return rows.map(([clusterId, events, lastReceivedAtMicros]) => ({
        clusterId: String(clusterId),
        events: Number(events),
        lastReceivedAtMicros: Number(lastReceivedAtMicros),
      }));
    },
  };
}
