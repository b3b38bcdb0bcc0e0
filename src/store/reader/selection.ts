import {
  list,
  type PrintedSql,
  printSql,
  rangeColumn,
  type Scope,
  type TimeRange,
  visibleConditions,
} from '../../query/index.ts';
import type { Engine, EngineRows, Settings } from '../../engine/index.ts';

/** A compiled search: a condition over the columns, its bound parameters, and whose rows may be seen. */
export interface Selection {
  readonly condition: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly range: TimeRange;
  readonly scope: Scope;
}

/** What one statement of a caller may take. */
export interface QueryLimits {
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly threads: number;
}

/** What the reading functions work with. */
export interface ReaderContext {
  readonly engine: Engine;
  readonly settings: Settings;
}

/** Settings of every statement that reads events for a caller: read-only, limited, and such that the text index is used. */
export function readerSettings(limits: QueryLimits): Settings {
  return {
    readonly: 1,
    // A ClickHouse goes on for nobody unless it is told not to.
    cancel_http_readonly_queries_on_client_close: 1,
    max_execution_time: limits.seconds,
    max_memory_usage: limits.memoryBytes,
    max_threads: limits.threads,
    output_format_json_escape_forward_slashes: 0,
    // With it the engine evaluates the text index's expression row by row instead of reading the index.
    use_top_k_dynamic_filtering: 0,
    text_index_like_max_postings_to_read: 1000,
    text_index_like_min_pattern_length: 2,
  };
}

/** Runs a statement over a selection. */
export function selectRows(
  { engine, settings }: ReaderContext,
  sql: string,
  parameters: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<EngineRows> {
  return engine.rows(sql, { parameters, settings, ...(signal ? { signal } : {}) });
}

/** What a caller may see, beside the parameters of a search. Empty where that is all. */
function scopeOf(scope: Scope, prefix = 'scope'): PrintedSql {
  const { ofKey, ofRow } = visibleConditions(scope);
  return printSql(list([...ofKey, ...ofRow], ' AND '), prefix);
}

/** The condition that a row is within a range. */
export function rangeOf(range: TimeRange): string {
  const column = rangeColumn(range);
  return [
    `${column} >= fromUnixTimestamp64Micro(${Math.trunc(range.fromMicros)}, 'UTC')`,
    `${column} < fromUnixTimestamp64Micro(${Math.trunc(range.toMicros)}, 'UTC')`,
  ].join(' AND ');
}

/** A column that counts what a selection has of the rows within its range. */
export function countOf(
  { condition, parameters, scope }: Selection,
  prefix: string,
): { readonly column: string; readonly parameters: Readonly<Record<string, unknown>> } {
  const visible = scopeOf(scope, prefix);
  const all = [visible.text, `(${condition})`].filter((text) => text !== '').join(' AND ');
  return { column: `countIf(${all})`, parameters: { ...parameters, ...visible.parameters } };
}

/** `WHERE` of a selection: who may see what comes first. */
export function whereOf({ condition, range, scope }: Selection): string {
  const { text } = scopeOf(scope);
  return [...(text === '' ? [] : [text]), rangeOf(range), `(${condition})`].join(' AND ');
}

/** The parameters of a selection: its own and those of its scope. */
export function parametersOf({ parameters, scope }: Selection): Record<string, unknown> {
  return { ...parameters, ...scopeOf(scope).parameters };
}
