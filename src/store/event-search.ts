import type { Engine } from '../engine/index.ts';
import { visibleEvents } from '../query/index.ts';
import { type Facet, type FacetOptions, readFacet } from './reader/facet.ts';
import { type Bucket, readHistogram } from './reader/histogram.ts';
import { type PageRequest, readPage, readReceivedSince, type StoredEvent } from './reader/page.ts';
import {
  parametersOf,
  type QueryLimits,
  readerSettings,
  type Selection,
  selectRows,
  whereOf,
} from './reader/selection.ts';

/** What the store holds of a cluster. Times in microseconds. */
export interface ClusterActivity {
  readonly clusterId: string;
  readonly events: number;
  readonly lastReceivedAtMicros: number;
}

/** The read side of the table of events. Every statement is read-only and limited in time, memory and rows. */
export interface EventSearch {
  page(request: PageRequest): Promise<readonly StoredEvent[]>;
  count(selection: Selection, signal?: AbortSignal): Promise<number>;
  histogram(selection: Selection, buckets: number, signal?: AbortSignal): Promise<readonly Bucket[]>;
  /** The most frequent values of an expression over the columns. */
  facet(selection: Selection, expression: string, options: FacetOptions): Promise<Facet>;
  /** Events received after a moment, oldest first. */
  receivedSince(selection: Selection, sinceMicros: number, limit: number): Promise<readonly StoredEvent[]>;
  clusterActivity(clusterIds: readonly string[]): Promise<readonly ClusterActivity[]>;
}

/** Reads events through an engine. */
export function createEventSearch(engine: Engine, limits: QueryLimits): EventSearch {
  const context = { engine, settings: readerSettings(limits) };
  return {
    page: (request) => readPage(context, request),
    histogram: (selection, buckets, signal) => readHistogram(context, selection, buckets, signal),
    facet: (selection, expression, options) => readFacet(context, selection, expression, options),
    receivedSince: (selection, sinceMicros, limit) => readReceivedSince(context, selection, sinceMicros, limit),
    async count(selection, signal) {
      const sql = `SELECT count() FROM ${visibleEvents(selection.scope)} WHERE ${whereOf(selection)}`;
      const { rows } = await selectRows(context, sql, parametersOf(selection), signal);
      return Number(rows[0]?.[0] ?? 0);
    },
    async clusterActivity(clusterIds) {
      const sql = `SELECT cluster_id, count(), toUnixTimestamp64Micro(max(received_at))
        FROM events WHERE cluster_id IN {clusters:Array(String)} GROUP BY cluster_id`;
      const { rows } = await selectRows(context, sql, { clusters: [...clusterIds] });
      return rows.map(([clusterId, events, lastReceivedAtMicros]) => ({
        clusterId: String(clusterId),
        events: Number(events),
        lastReceivedAtMicros: Number(lastReceivedAtMicros),
      }));
    },
  };
}
