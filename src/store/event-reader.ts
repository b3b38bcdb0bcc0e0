import { columns, renderEvent, RowReader } from '../audit/index.ts';
import type { Scope, TimeRange } from '../query/index.ts';
import type { Engine, Settings } from './engine/client.ts';

/** A compiled search: a condition over the columns, its bound parameters, and whose rows may be seen. */
export interface Selection {
  readonly condition: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly range: TimeRange;
  readonly scope: Scope;
}

/** An event as received, with what the store knows beside it. */
export interface StoredEvent {
  readonly bytes: Uint8Array;
  readonly clusterId: string;
  readonly timeMicros: number;
  readonly receivedAtMicros: number;
  /** Where to go on after this event. */
  readonly cursor: string;
}

export interface PageRequest extends Selection {
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** Of the last event of the page before. */
  readonly cursor?: Cursor | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A place in the order by (time, identity). */
export interface Cursor {
  readonly timeMicros: number;
  readonly auditId: string;
  readonly hash: string;
}

export interface Bucket {
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly count: number;
  readonly refused: number;
  readonly failed: number;
}

export interface FacetValue {
  readonly value: string | null;
  readonly count: number;
}

/** The read side of the table of events. Every statement is read-only and limited in time, memory and rows. */
export interface EventSearch {
  page(request: PageRequest): Promise<readonly StoredEvent[]>;
  count(selection: Selection, signal?: AbortSignal): Promise<number>;
  histogram(selection: Selection, buckets: number, signal?: AbortSignal): Promise<readonly Bucket[]>;
  /** The most frequent values of an expression over the columns, and how many values there are. */
  facet(
    selection: Selection,
    expression: string,
    options: { readonly limit: number; readonly prefix?: string; readonly signal?: AbortSignal | undefined },
  ): Promise<{ readonly values: readonly FacetValue[]; readonly distinct: number; readonly total: number }>;
  /** Events received after a moment, oldest first. */
  receivedSince(selection: Selection, sinceMicros: number, limit: number): Promise<readonly StoredEvent[]>;
  /** Per cluster: events, and when the newest arrived and happened. */
  clusterActivity(
    clusterIds: readonly string[],
  ): Promise<readonly { clusterId: string; events: number; lastReceivedAtMicros: number; lastTimeMicros: number }[]>;
}

export interface QueryLimits {
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly threads: number;
}

const rowHash = 'cityHash64(audit_id_text, stage, user_username, verb, request_uri, ifNull(response_code, -1))';

/** `WHERE` of a selection: who may see what comes first. Placeholders of the scope begin with `scope_`. */
function whereOf({ condition, range, scope }: Selection): string {
  const parts = [
    scope.clusterIds === null ? '' : 'cluster_id IN {scope_clusters:Array(String)}',
    scope.namespaces === null ? '' : 'object_namespace IN {scope_namespaces:Array(String)}',
    `time >= fromUnixTimestamp64Micro(${Math.trunc(range.fromMicros)}, 'UTC')`,
    `time < fromUnixTimestamp64Micro(${Math.trunc(range.toMicros)}, 'UTC')`,
    `(${condition})`,
  ];
  return parts.filter((part) => part !== '').join(' AND ');
}

function parametersOf({ parameters, scope }: Selection): Record<string, unknown> {
  return {
    ...parameters,
    ...(scope.clusterIds === null ? {} : { scope_clusters: [...scope.clusterIds] }),
    // The empty namespace is what cluster-scoped requests have: nobody is limited to it.
    ...(scope.namespaces === null
      ? {}
      : { scope_namespaces: scope.namespaces.filter((namespace) => namespace !== '') }),
  };
}

const pageColumns = columns.map(({ name }) => name).join(', ');

/** Reads events through an engine. */
export function createEventSearch(engine: Engine, limits: QueryLimits): EventSearch {
  const settings: Settings = {
    readonly: 1,
    max_execution_time: limits.seconds,
    max_memory_usage: limits.memoryBytes,
    max_threads: limits.threads,
    output_format_json_escape_forward_slashes: 0,
    // With it the engine evaluates the text index's expression row by row instead of reading the index.
    use_top_k_dynamic_filtering: 0,
    text_index_like_max_postings_to_read: 1000,
    text_index_like_min_pattern_length: 2,
  };
  /** The engine reads only the rows of a page in full, not every row that it sorts. */
  const pageSettings: Settings = {
    ...settings,
    query_plan_optimize_lazy_materialization: 1,
    query_plan_max_limit_for_lazy_materialization: 10_000,
  };

  async function events(
    sql: string,
    parameters: Record<string, unknown>,
    signal?: AbortSignal,
  ): Promise<StoredEvent[]> {
    const answer = await engine.binary(sql, { parameters, settings: pageSettings, ...(signal ? { signal } : {}) });
    // The hash stands behind each row's columns; it is read apart so that a row stays a row.
    return readEvents(answer);
  }

  async function rows(
    sql: string,
    selection: Selection,
    signal?: AbortSignal,
  ): Promise<readonly (readonly unknown[])[]> {
    const answer = await engine.rows(sql, {
      parameters: parametersOf(selection),
      settings,
      ...(signal ? { signal } : {}),
    });
    return answer.rows;
  }

  return {
    async page(request) {
      const direction = request.order === 'asc' ? 'ASC' : 'DESC';
      const { cursor } = request;
      const parameters = parametersOf(request);
      let where = whereOf(request);
      if (cursor) {
        const compare = request.order === 'asc' ? '>' : '<';
        const at = `fromUnixTimestamp64Micro(${cursor.timeMicros}, 'UTC')`;
        where += ` AND (time ${compare} ${at} OR (time = ${at} AND (audit_id, ${rowHash}) ${compare} ({cursor_id:UUID}, {cursor_hash:UInt64})))`;
        parameters['cursor_id'] = cursor.auditId;
        parameters['cursor_hash'] = cursor.hash;
      }
      return events(
        `SELECT ${pageColumns}, ${rowHash} AS row_hash FROM events WHERE ${where}
         ORDER BY time ${direction}, audit_id ${direction}, row_hash ${direction} LIMIT ${request.limit}`,
        parameters,
        request.signal,
      );
    },
    async count(selection, signal) {
      const answer = await rows(`SELECT count() FROM events WHERE ${whereOf(selection)}`, selection, signal);
      return Number(answer[0]?.[0] ?? 0);
    },
    async histogram(selection, buckets, signal) {
      const { fromMicros, toMicros } = selection.range;
      const width = bucketWidth(fromMicros, toMicros, buckets);
      const first = Math.floor(fromMicros / width);
      const answer = await rows(
        `SELECT intDiv(toUnixTimestamp64Micro(time), ${width}) AS bucket, count(),
                countIf(response_code IN (401, 403)), countIf(response_code >= 400 AND response_code NOT IN (401, 403))
         FROM events WHERE ${whereOf(selection)} GROUP BY bucket`,
        selection,
        signal,
      );
      const counts = new Map(answer.map((row) => [Number(row[0]), row.slice(1).map(Number)]));
      const count = Math.ceil(toMicros / width) - first;
      return Array.from({ length: count }, (_, index) => {
        const [total = 0, refused = 0, failed = 0] = counts.get(first + index) ?? [];
        const from = Math.max(fromMicros, (first + index) * width);
        return {
          fromMicros: from,
          toMicros: Math.min(toMicros, (first + index + 1) * width),
          count: total,
          refused,
          failed,
        };
      });
    },
    async facet(selection, expression, { limit, prefix, signal }) {
      const having =
        prefix === undefined || prefix === ''
          ? ''
          : "WHERE startsWith(lowerUTF8(ifNull(v, '')), lowerUTF8({facet_prefix:String}))";
      const answer = await engine.rows(
        `SELECT v, c, count() OVER () AS distinct_values, sum(c) OVER () AS total FROM (
           SELECT toString(${expression}) AS v, count() AS c FROM events WHERE ${whereOf(selection)} GROUP BY v
         ) ${having} ORDER BY c DESC, v LIMIT ${limit}`,
        {
          parameters: { ...parametersOf(selection), ...(having === '' ? {} : { facet_prefix: prefix }) },
          settings,
          ...(signal ? { signal } : {}),
        },
      );
      return {
        values: answer.rows.map((row) => ({ value: row[0] === null ? null : String(row[0]), count: Number(row[1]) })),
        distinct: Number(answer.rows[0]?.[2] ?? 0),
        total: Number(answer.rows[0]?.[3] ?? 0),
      };
    },
    receivedSince: (selection, sinceMicros, limit) =>
      events(
        `SELECT ${pageColumns}, ${rowHash} AS row_hash FROM events
         WHERE received_at > fromUnixTimestamp64Micro(${Math.trunc(sinceMicros)}, 'UTC') AND ${whereOf(selection)}
         ORDER BY received_at, time LIMIT ${limit}`,
        parametersOf(selection),
      ),
    async clusterActivity(clusterIds) {
      const answer = await engine.rows(
        `SELECT cluster_id, count(), toUnixTimestamp64Micro(max(received_at)), toUnixTimestamp64Micro(max(time))
         FROM events WHERE cluster_id IN {clusters:Array(String)} GROUP BY cluster_id`,
        { parameters: { clusters: [...clusterIds] }, settings },
      );
      return answer.rows.map((row) => ({
        clusterId: String(row[0]),
        events: Number(row[1]),
        lastReceivedAtMicros: Number(row[2]),
        lastTimeMicros: Number(row[3]),
      }));
    },
  };
}

function readEvents(answer: Uint8Array): StoredEvent[] {
  const reader = new RowReader(answer, 8);
  const found: StoredEvent[] = [];
  while (reader.next()) {
    const { row } = reader;
    found.push({
      bytes: renderEvent(row),
      clusterId: row.text('cluster_id'),
      timeMicros: row.time,
      receivedAtMicros: row.receivedAt,
      cursor: encodeCursor({ timeMicros: row.time, auditId: reader.auditId, hash: reader.trailingUint64() }),
    });
  }
  return found;
}

/** A round width that gives about so many buckets: 1, 2, 5, 10, 15 or 30 of a unit, aligned to UTC. */
function bucketWidth(fromMicros: number, toMicros: number, buckets: number): number {
  const second = 1_000_000;
  const widths = [
    0.001, 0.01, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
    86_400, 172_800, 604_800, 2_592_000,
  ];
  const wanted = (toMicros - fromMicros) / buckets;
  return (widths.find((width) => width * second >= wanted) ?? 31_536_000) * second;
}

function encodeCursor({ timeMicros, auditId, hash }: Cursor): string {
  return Buffer.from(`${timeMicros} ${auditId} ${hash}`).toString('base64url');
}

/** Reads a cursor that an answer gave; undefined for any other text. */
export function decodeCursor(text: string): Cursor | undefined {
  const match = /^(\d{1,16}) ([0-9a-f-]{36}) (\d{1,20})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  return match ? { timeMicros: Number(match[1]), auditId: match[2] ?? '', hash: match[3] ?? '' } : undefined;
}
