import { visibleEvents } from '../../query/index.ts';
import { parametersOf, type ReaderContext, type Selection, selectRows, whereOf } from './selection.ts';

/** Which patterns are looked for. */
export interface PatternOptions {
  /** What the events of a pattern have in common: expressions over the columns. */
  readonly expressions: readonly string[];
  /** The same of what there are many of: where more than a few are alike in all else, they are one pattern. */
  readonly namespace: string;
  readonly name: string;
  /** From when on events are counted; what is before it in the range of the selection is only compared with. */
  readonly sinceMicros: number;
  /** So many of all, and so many of those that were not there before. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/** How events were answered: 401 or 403, another code from 400 on, one below, none yet. */
export type PatternOutcome = 'ok' | 'refused' | 'failed' | 'none';

/** Events that have the same values of all expressions, and were answered alike. */
export interface Pattern {
  readonly values: readonly string[];
  /** Undefined where it is one of several: what else they have in common is theirs alone. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** Different ones. */
  readonly namespaces: number;
  readonly names: number;
  readonly outcome: PatternOutcome;
  readonly count: number;
  /** Of the time that it is compared with. */
  readonly countBefore: number;
  /** Different users, about. */
  readonly users: number;
  readonly firstMicros: number;
  readonly lastMicros: number;
  readonly sample: PatternSample;
}

/** The latest of the events. Texts are cut. */
export interface PatternSample {
  readonly clusterId: string;
  readonly auditId: string;
  readonly stage: string;
  readonly user: string;
  readonly namespace: string;
  readonly name: string;
  readonly uri: string;
  readonly code: number | undefined;
}

export interface Patterns {
  /** The most frequent first. */
  readonly patterns: readonly Pattern[];
  /** All that there are, and their events. */
  readonly distinct: number;
  readonly total: number;
  readonly totalBefore: number;
}

const outcomes = ['ok', 'refused', 'failed', 'none'] as const;
const outcomeSql =
  "multiIf(ifNull(response_code, 0) = 0, 'none', response_code IN (401, 403), 'refused', response_code >= 400, 'failed', 'ok')";
const sampleSql = [
  'cluster_id',
  "if(audit_id_text = '', toString(audit_id), leftUTF8(audit_id_text, 300))",
  'stage',
  'leftUTF8(user_username, 300)',
  'leftUTF8(object_namespace, 300)',
  'leftUTF8(object_name, 300)',
  'leftUTF8(request_uri, 2000)',
  'toString(ifNull(response_code, 0))',
].join(', ');

/** So many namespaces, and so many names, of what is alike are told apart. */
const toldApart = 4;

/**
 * Clusters the events of a selection by what they have in common, in one statement: by everything first, and what has more namespaces or names
 * than are told apart is put together. The one or the other holds for all that is alike otherwise, so that a search can say which events are meant.
 */
export async function readPatterns(
  context: ReaderContext,
  selection: Selection,
  { expressions, namespace, name, sinceMicros, limit, signal }: PatternOptions,
): Promise<Patterns> {
  const names = expressions.map((_, index) => `d${index}`);
  const kept = [...names, 'answered'].join(', ');
  const textOf = (expression: string, alias: string): string => `toString(ifNull(${expression}, '')) AS ${alias}`;
  const values = expressions.map((expression, index) => textOf(expression, `d${index}`)).join(', ');
  const isNow = `time >= fromUnixTimestamp64Micro(${Math.trunc(sinceMicros)}, 'UTC')`;
  const finest = `SELECT ${values}, ${outcomeSql} AS answered, ${textOf(namespace, 'space')}, ${textOf(name, 'called')},
      countIf(${isNow}) AS c, countIf(NOT (${isNow})) AS b, uniqStateIf(user_username, ${isNow}) AS users,
      minIf(time, ${isNow}) AS first_time, maxIf(time, ${isNow}) AS last_time, argMaxIf(tuple(${sampleSql}), time, ${isNow}) AS latest
    FROM ${visibleEvents(selection.scope)} WHERE ${whereOf(selection)} GROUP BY ${kept}, space, called`;
  const sized = `SELECT *, uniqExact(space) OVER (PARTITION BY ${kept}) > ${toldApart} AS of_spaces,
      if(of_spaces, uniqExact(called) OVER (PARTITION BY ${kept}), uniqExact(called) OVER (PARTITION BY ${kept}, space)) > ${toldApart} AS of_names
    FROM (${finest})`;
  const merged = `SELECT ${kept}, if(of_spaces, NULL, space) AS only_space, if(of_names, NULL, called) AS only_name,
      uniqExactIf(space, c > 0) AS spaces, uniqExactIf(called, c > 0) AS names, sum(c) AS n, sum(b) AS n_before, uniqMerge(users) AS user_count,
      minIf(first_time, c > 0) AS begun, maxIf(last_time, c > 0) AS ended, argMaxIf(latest, last_time, c > 0) AS sample
    FROM (${sized}) GROUP BY ${kept}, only_space, only_name`;
  const keys = `${kept}, only_space, only_name`;
  const ranked = `SELECT *, countIf(n > 0) OVER () AS patterns, sum(n) OVER () AS total, sum(n_before) OVER () AS total_before,
      row_number() OVER (ORDER BY n DESC, ${keys}) AS place,
      row_number() OVER (PARTITION BY n_before = 0 ORDER BY n DESC, ${keys}) AS place_among
    FROM (${merged})`;
  const sql = `SELECT ${keys}, spaces, names, n, n_before, user_count,
      toUnixTimestamp64Micro(begun), toUnixTimestamp64Micro(ended), sample, patterns, total, total_before
    FROM (${ranked}) WHERE place = 1 OR n > 0 AND (place <= ${limit} OR n_before = 0 AND place_among <= ${limit}) ORDER BY place`;
  const { rows } = await selectRows(context, sql, parametersOf(selection), signal);
  const size = expressions.length;
  const [distinct = 0, total = 0, totalBefore = 0] = (rows[0] ?? []).slice(-3).map(Number);
  // The first row tells the totals, also where all that there is came before the period.
  const patterns = rows.map((row) => patternOf(row.slice(0, size), row.slice(size))).filter(({ count }) => count > 0);
  return { patterns, distinct, total, totalBefore };
}

function patternOf(values: readonly unknown[], [outcome, namespace, name, ...rest]: readonly unknown[]): Pattern {
  const [namespaces = 0, names = 0, count = 0, countBefore = 0, users = 0, firstMicros = 0, lastMicros = 0] = rest
    .slice(0, 7)
    .map(Number);
  return {
    values: values.map(String),
    namespace: typeof namespace === 'string' ? namespace : undefined,
    name: typeof name === 'string' ? name : undefined,
    namespaces,
    names,
    outcome: outcomes.find((known) => known === outcome) ?? 'none',
    count,
    countBefore,
    users,
    firstMicros,
    lastMicros,
    sample: sampleOf(rest[7]),
  };
}

function sampleOf(tuple: unknown): PatternSample {
  const [clusterId = '', auditId = '', stage = '', user = '', namespace = '', name = '', uri = '', code = ''] =
    Array.isArray(tuple) ? tuple.map(String) : [];
  return { clusterId, auditId, stage, user, namespace, name, uri, code: Number(code) || undefined };
}
