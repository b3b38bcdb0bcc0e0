import { type Diagnostic, type Result, type Span, fail, ok } from '../../base/index.ts';
import { type ClusterName, fieldExpression } from '../emit/fields.ts';
import { createParameters, type ParameterValue, type Parameters } from '../emit/parameters.ts';
import { resolveField } from '../emit/field-reference.ts';
import { fields } from '../../audit/index.ts';
import { catalogue } from '../functions/index.ts';
import type { FunctionCatalogue, LogCatalogue } from '../resolve/analysis.ts';
import type { Plan } from '../resolve/plan.ts';
import { resolveStatement } from '../resolve/resolve.ts';
import type { ResolvedQuery } from '../resolve/resolved-query.ts';
import { columnsOf } from '../resolve/plan-columns.ts';
import { type Type, typeText, types } from '../resolve/type.ts';
import type { Scope, TimeRange } from '../scope.ts';
import { fixedOffset, isKnownZone } from '../functions/zone.ts';
import { scan } from '../sql/scan.ts';
import { parseSql } from '../sql/parse/parse.ts';
import { Rejection } from '../sql/rejection.ts';
import { type EngineMessage, explainEngineError } from './failures.ts';
import { type Emitter, type Failure, failureMark } from './emitter.ts';
import { emitExpression } from './expression.ts';
import { limitText, printPlan } from './plan.ts';
import { printSortKeys } from './sort.ts';
import { transportSql } from './transport.ts';

/** What a statement is compiled for. */
export interface StatementContext {
  readonly range: TimeRange;
  readonly scope: Scope;
  /** Clusters that the caller may see, as `__cluster__` shows them and as `audit-ID` names their logs. */
  readonly clusters: readonly ClusterName[];
  /** IANA name. */
  readonly timeZone: string;
  readonly nowMicros: number;
  /**
   * Prints the search part as a condition over the columns of `events`, and where it stands in the whole query; `1` for
   * everything. It binds its text to the same parameters.
   */
  readonly search?: (parameters: Parameters) => string;
  /** Rows without a LIMIT, and at most with one. */
  readonly limits?: { readonly defaultRows: number; readonly maxRows: number };
}

/** A statement as the engine takes it, and what is needed to read its answer. */
export interface CompiledStatement {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The types of the columns, for `decodeRows`. */
  readonly types: readonly Type[];
  readonly meta: { readonly limited: number | null };
  /** Explains an error of the engine that is the statement's or the data's fault; null for any other. */
  readonly explain: (error: EngineMessage) => Diagnostic | null;
}

const defaultLimits = { defaultRows: 100, maxRows: 1_000_000 } as const;

const functionCatalogue: FunctionCatalogue = catalogue;

/** Names that `SELECT *` stands for: what was received, and its time. */
const starNames = ['__time__', ...fields.filter((field) => field.source.kind !== 'derived').map((field) => field.name)];

function logCatalogue(): LogCatalogue {
  return {
    fieldNames: starNames,
    logNames: [],
    resolveField(name) {
      const field = resolveField(name);
      if (!field) return undefined;
      // Only names and types are asked for here; the expression is printed when the plan is.
      const { type } = fieldExpression(field, { parameters: createParameters(), clusters: [] });
      const isTime =
        field.kind === 'reserved' && ['__time__', '__time_ns_part__', '__receive_time__'].includes(field.name);
      return { field, type: type === 'bigint' ? types.bigint : types.varchar, nullable: !isTime };
    },
    resolveLog: (name) => (name.toLowerCase() === 'log' ? { kind: 'log' } : undefined),
  };
}

/** Compiles one SQL statement for a caller: parsed, resolved, scoped and printed, or the reasons why not. */
export function compileStatement(text: string, context: StatementContext): Result<CompiledStatement> {
  try {
    const parsed = parseSql(text);
    if (!parsed.ok) return parsed;
    const rangeSeconds = {
      from: Math.floor(context.range.fromMicros / 1e6),
      to: Math.ceil(context.range.toMicros / 1e6),
    };
    const environment = {
      functions: functionCatalogue,
      log: logCatalogue(),
      timeZone: context.timeZone,
      rangeSeconds,
    };
    const resolved = resolveStatement(parsed.value, environment);
    if (!resolved.ok) return resolved;
    const compiled = print(resolved.value, context, namedZones(text), { from: 0, to: text.length });
    return ok(compiled, resolved.diagnostics);
  } catch (failure) {
    if (failure instanceof Rejection) return fail(failure.diagnostic);
    if (failure instanceof RangeError) return fail(tooDeep(text));
    throw failure;
  }
}

/** The stack is full: whatever counted the nesting missed something. */
function tooDeep(text: string): Diagnostic {
  const message = 'The statement is too complex: nested too deeply';
  return { code: 'statement-too-complex', severity: 'error', message, from: 0, to: text.length };
}

/** The time zones that a statement's texts name, also within a time's text. */
function namedZones(text: string): string[] {
  const words = scan(text).flatMap((token) => (token.kind === 'string' ? token.text.slice(1, -1).split(' ') : []));
  return [...new Set(words)].filter((word) => word.length < 40 && isKnownZone(word) && fixedOffset(word) === null);
}

function print(
  query: ResolvedQuery,
  context: StatementContext,
  zones: readonly string[],
  whole: Span,
): CompiledStatement {
  const parameters = createParameters();
  const failures: Failure[] = [];
  const emitter = createEmitter(context, parameters, failures, zones);
  const { defaultRows, maxRows } = context.limits ?? defaultLimits;
  let plan = query.plan;
  let [offset, count] = [0, query.limit ?? defaultRows];
  if (plan.kind === 'limit') {
    offset = plan.offset;
    count = plan.count ?? defaultRows;
    plan = plan.source;
  }
  const limited = query.limit === null ? defaultRows : null;
  const tail = limitText(offset, Math.min(count, maxRows));
  const sorted = plan.kind === 'sort' ? plan : null;
  const source = sorted ? sorted.source : plan;
  const items = query.output.map(({ column }, index) => {
    const value = column.type.kind === 'unknown' ? 'NULL' : transportSql(emitter, column.id, column.type);
    return `${value} AS o${index}`;
  });
  const order = sorted ? ` ORDER BY ${printSortKeys(emitter, sorted.keys)}` : '';
  const sql = `SELECT ${items.join(', ')} FROM (${emitter.plan(source)})${order}${tail}`;
  return {
    sql,
    parameters: parameters.values,
    columns: query.output.map(({ name, column }, index) => ({
      name: name ?? `_col${index}`,
      type: typeText(column.type),
    })),
    types: query.output.map(({ column }) => column.type),
    meta: { limited },
    explain: (error) => explainEngineError(error, failures, whole),
  };
}

function createEmitter(
  context: StatementContext,
  parameters: Parameters,
  failures: Failure[],
  known: readonly string[],
): Emitter {
  const counter = { names: 0 };
  const create = (quiet: boolean): Emitter => {
    const emitter: Emitter = {
      parameters,
      timeZone: context.timeZone,
      nowMicros: context.nowMicros,
      zones: {
        timeZone: context.timeZone,
        known,
        bind: (text) => parameters.bind(text, 'String'),
        constantOf(sql) {
          const name = /^\{(p\d+):String\}$/.exec(sql)?.[1];
          const value = name === undefined ? undefined : parameters.values[name];
          return typeof value === 'string' ? value : undefined;
        },
        failWhere: (condition, message) =>
          `throwIf(materialize(${condition}), '${emitter.failure('INVALID_FUNCTION_ARGUMENT', message, { from: 0, to: 1 })}')`,
      },
      failures,
      quiet,
      expression: (value) => emitExpression(emitter, value),
      plan: (plan) => printPlan(quiet ? loud() : emitter, plan),
      scan: (scan) => printScan(scan, context, parameters),
      freshName() {
        counter.names++;
        return `x${counter.names}`;
      },
      quietly: () => (quiet ? emitter : create(true)),
      failure(code, message, span) {
        failures.push({ code, message, span });
        return `${failureMark}:${failures.length - 1}`;
      },
    };
    return emitter;
  };
  const loud = (): Emitter => create(false);
  return loud();
}

/** Prints the rows of a log that the caller may see, with the columns that the statement needs. */
function printScan(scan: Extract<Plan, { kind: 'scan' }>, context: StatementContext, parameters: Parameters): string {
  const columns = scan.columns.map(({ column, field }) => {
    const { sql } = fieldExpression(field, { parameters, clusters: context.clusters });
    return `${sql} AS ${column.id}`;
  });
  const { range, scope } = context;
  const instant = (micros: number) =>
    `fromUnixTimestamp64Micro(${parameters.bind(micros - scan.shiftSeconds * 1_000_000, 'Int64')}, 'UTC')`;
  const conditions = [`time >= ${instant(range.fromMicros)}`, `time < ${instant(range.toMicros)}`];
  if (scope.clusterIds) conditions.unshift(`cluster_id IN ${parameters.bind(scope.clusterIds, 'Array(String)')}`);
  if (scope.namespaces) conditions.push(`object_namespace IN ${parameters.bind(scope.namespaces, 'Array(String)')}`);
  const search = context.search?.(parameters);
  if (search !== undefined && search !== '1') conditions.push(`(${search})`);
  return `SELECT ${columnsOf(scan).length === 0 ? '1 AS one' : columns.join(', ')} FROM events WHERE ${conditions.join(' AND ')}`;
}
