import { type Diagnostic, type Result, type Span, fail, ok } from '../../base/index.ts';
import { fieldExpression, resolveField } from '../fields/index.ts';
import {
  type DictionaryName,
  failureText,
  type ParameterValue,
  printSql,
  raw,
  sql,
  type Type,
  typeText,
  types,
} from '../types/index.ts';
import { fields } from '../../audit/index.ts';
import { catalogue, fixedOffset, isKnownZone } from '../functions/index.ts';
import { type FunctionCatalogue, type LogCatalogue, resolveStatement, type ResolvedQuery } from '../resolve/index.ts';
import { type Budget, checkLimit, createBudget, parseSql, Rejection, scan } from '../sql/index.ts';
import { describeFailure, failureMark, type StatementFailures } from './failures.ts';
import type { Emitter, Failure } from './emitter.ts';
import { emitExpression } from './expression.ts';
import { limitOf, selectOf } from './plan.ts';
import { scanSelect } from './scan.ts';
import { sortKeys } from './sort.ts';
import type { StatementContext, StatementPlace } from './statement-context.ts';
import { transported } from './transport.ts';

/** A statement as the engine takes it, and what is needed to read its answer. Plain data: it crosses into a worker thread and back. */
export interface CompiledStatement {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The types of the columns, for `decodeRows`. */
  readonly types: readonly Type[];
  readonly meta: {
    /** The rows that it gives at most where it asks for more: it has no LIMIT, or one beyond what any statement gives. */
    readonly limited: number | null;
    /** The functions that it calls: some need data that an operator has to supply. */
    readonly functions: readonly string[];
  };
  /** What compiling took, in the steps of `statementLimits`. */
  readonly work: { readonly steps: number };
  /** The dictionaries of reference data that it looks things up in. */
  readonly lookups: readonly DictionaryName[];
  /** For `explainFailure`. */
  readonly failures: StatementFailures;
}

/** The rows of a statement without LIMIT, as in SLS. */
export const defaultStatementRows = 100;

const defaultLimits = { defaultRows: defaultStatementRows, maxRows: 1_000_000 } as const;

const functionCatalogue: FunctionCatalogue = catalogue;

/** Names that `SELECT *` stands for: what was received, and its time. */
const starNames = ['__time__', ...fields.filter((field) => field.source.kind !== 'derived').map((field) => field.name)];

function logCatalogue(context: StatementContext): LogCatalogue {
  const logs = new Map((context.logs ?? []).map(({ name, clusterId }) => [name.toLowerCase(), clusterId]));
  return {
    fieldNames: starNames,
    logNames: [...logs.keys()],
    resolveField(name) {
      const field = resolveField(name);
      if (!field) return undefined;
      // Only names and types are asked for here.
      const { type } = fieldExpression(field, { clusters: [] });
      const isTime =
        field.kind === 'reserved' && ['__time__', '__time_ns_part__', '__receive_time__'].includes(field.name);
      return { field, type: type === 'bigint' ? types.bigint : types.varchar, nullable: !isTime };
    },
    resolveLog(name) {
      const lower = name.toLowerCase();
      if (lower === 'log' || lower === 'operations' || lower === 'history') return { kind: lower };
      const clusterId = logs.get(lower);
      return clusterId === undefined ? undefined : { kind: 'logstore', clusterId };
    },
  };
}

/** Compiles one SQL statement for a caller: parsed, resolved, scoped and printed, or the reasons why not. */
export function compileStatement(
  text: string,
  context: StatementContext,
  place: StatementPlace = { offset: 0, search: null },
): Result<CompiledStatement> {
  const budget = createBudget({ from: 0, to: text.length });
  try {
    const parsed = parseSql(text);
    if (!parsed.ok) return moved(parsed, place.offset);
    const rangeSeconds = {
      from: Math.floor(context.range.fromMicros / 1e6),
      to: Math.ceil(context.range.toMicros / 1e6),
    };
    const environment = {
      functions: functionCatalogue,
      log: logCatalogue(context),
      timeZone: context.timeZone,
      rangeSeconds,
      budget,
    };
    const resolved = resolveStatement(parsed.value, environment);
    if (!resolved.ok) return moved(resolved, place.offset);
    const compiled = compile(resolved.value, { ...context, ...place }, { text, budget });
    return moved(ok(compiled, resolved.diagnostics), place.offset);
  } catch (failure) {
    if (failure instanceof Rejection) return moved(fail(failure.diagnostic), place.offset);
    if (failure instanceof RangeError) return moved(fail(tooDeep(text)), place.offset);
    throw failure;
  }
}

/** Moves places to where they stand in the whole query. */
function move(diagnostic: Diagnostic, offset: number): Diagnostic {
  const { from, to } = diagnostic;
  return from === undefined || to === undefined ? diagnostic : { ...diagnostic, from: from + offset, to: to + offset };
}

function moved<T>(result: Result<T>, offset: number): Result<T> {
  return { ...result, diagnostics: result.diagnostics.map((diagnostic) => move(diagnostic, offset)) };
}

/** The stack is full: whatever counted the nesting missed something. */
function tooDeep(text: string): Diagnostic {
  const message = 'The statement is too complex: nested too deeply';
  return { code: 'statement-too-complex', severity: 'error', message, from: 0, to: text.length };
}

/** The time zones that a statement's texts name, also within a time's text. */
function namedZones(text: string): string[] {
  const words = scan(text).flatMap((token) => (token.kind === 'string' ? token.text.slice(1, -1).split(' ') : []));
  const likely = [...new Set(words)].filter((word) => /^[A-Z][A-Za-z_]{1,30}(?:\/[A-Za-z0-9_+-]{1,30})*$/.test(word));
  return likely.filter((word) => isKnownZone(word) && fixedOffset(word) === null);
}

function compile(
  query: ResolvedQuery,
  context: StatementContext & StatementPlace,
  { text, budget }: { readonly text: string; readonly budget: Budget },
): CompiledStatement {
  const failures: Failure[] = [];
  const functions = new Set<string>();
  const mark = failureMark(text);
  const whole = { from: 0, to: text.length };
  const emitter = createEmitter(context, { failures, mark, functions, zones: namedZones(text), budget, whole });
  const { defaultRows, maxRows } = context.limits ?? defaultLimits;
  let plan = query.plan;
  let [offset, count] = [0, query.limit ?? defaultRows];
  if (plan.kind === 'limit') {
    offset = plan.offset;
    count = plan.count ?? defaultRows;
    plan = plan.source;
  }
  const limited = query.limit === null ? defaultRows : count > maxRows ? maxRows : null;
  const tail = limitOf(offset, Math.min(count, maxRows));
  const sorted = plan.kind === 'sort' ? plan : null;
  const items = query.output.map(({ column }, index) => {
    const isNull = column.type.kind === 'unknown';
    const value = isNull ? sql`NULL` : transported(emitter, raw(column.id), column.type);
    return sql`${value} AS ${raw(`o${index}`)}`;
  });
  const order = sorted ? sql` ORDER BY ${sortKeys(emitter, sorted.keys)}` : sql``;
  const statement = sql`SELECT ${items} FROM (${emitter.plan(sorted ? sorted.source : plan)})${order}${tail}`;
  checkLimit('output', statement.length, whole);
  const printed = printSql(statement);
  return {
    sql: printed.text,
    parameters: printed.parameters,
    lookups: [...printed.lookups],
    columns: query.output.map(({ name, column }, index) => ({
      name: name ?? `_col${index}`,
      type: typeText(column.type),
    })),
    types: query.output.map(({ column }) => column.type),
    meta: { limited, functions: [...functions].toSorted() },
    failures: {
      mark,
      diagnostics: failures.map((failure) => move(describeFailure(failure), context.offset)),
      whole: { from: context.offset, to: context.offset + text.length },
    },
    work: { steps: budget.steps },
  };
}

interface Collected {
  readonly failures: Failure[];
  readonly mark: string;
  readonly functions: Set<string>;
  readonly zones: readonly string[];
  readonly budget: Budget;
  readonly whole: Span;
}

function createEmitter(context: StatementContext & StatementPlace, collected: Collected): Emitter {
  const { failures, mark, functions, zones: known, budget, whole } = collected;
  const { timeZone, nowMicros } = context;
  const counter = { names: 0 };
  const create = (quiet: boolean, variable: string | null): Emitter => {
    const emitter: Emitter = {
      timeZone,
      nowMicros,
      zones: {
        timeZone,
        known,
        failWhere(condition, message) {
          const failure = emitter.failure('INVALID_FUNCTION_ARGUMENT', message, { from: 0, to: 1 });
          return sql`throwIf(materialize(${condition}), ${failure})`;
        },
      },
      functions,
      quiet,
      variable,
      expression(value) {
        budget.spend();
        const made = emitExpression(emitter, value);
        checkLimit('output', made.node.length, value.span);
        return made;
      },
      plan(plan) {
        budget.spend();
        const select = selectOf(quiet ? loud() : emitter, plan);
        checkLimit('output', select.length, whole);
        return select;
      },
      scan: (scan) => scanSelect(scan, context),
      freshName() {
        counter.names++;
        return `x${counter.names}`;
      },
      quietly: () => (quiet ? emitter : create(true, variable)),
      withVariable: (name) => create(quiet, name),
      failure(code, message, span) {
        failures.push({ code, message, span });
        return failureText(`${mark}:${failures.length - 1}`);
      },
    };
    return emitter;
  };
  const loud = (): Emitter => create(false, null);
  return loud();
}
