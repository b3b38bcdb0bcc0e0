import { type Diagnostic, type Result, fail, ok, said, worded } from '../../base/index.ts';
import {
  type DictionaryName,
  type ParameterValue,
  printSql,
  raw,
  sql,
  type SqlNode,
  type Type,
  typeText,
} from '../types/index.ts';
import type { ResolvedQuery } from '../resolve/index.ts';
import { type Budget, checkLimit, createBudget, Rejection } from '../sql/index.ts';
import { createEmitter } from './create-emitter.ts';
import { describeFailure, failureMark, type StatementFailures } from './failures.ts';
import type { Failure } from './emitter.ts';
import { sourceOfLatest } from './latest.ts';
import { limitOf } from './plan.ts';
import { namedZones, resolveText } from './resolve-text.ts';
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

/** Compiles one SQL statement for a caller: parsed, resolved, scoped and printed, or the reasons why not. */
export function compileStatement(
  text: string,
  context: StatementContext,
  place: StatementPlace = { offset: 0, search: null },
): Result<CompiledStatement> {
  const budget = createBudget({ from: 0, to: text.length });
  try {
    const resolved = resolveText(text, context, budget);
    if (!resolved.ok) return moved(resolved, place.offset);
    const compiled = printStatement(resolved.value, { ...context, ...place }, { text, budget });
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
  const message = said`The statement is too complex: nested too deeply`;
  return { code: 'statement-too-complex', severity: 'error', ...worded(message), from: 0, to: text.length };
}

/** The text that a statement is made of, and what it may still take to do so. */
interface StatementSource {
  readonly text: string;
  readonly budget: Budget;
}

/** A statement that is not printed yet: it may be a part of a greater one. */
export interface MadeStatement extends Omit<CompiledStatement, 'sql' | 'parameters' | 'lookups'> {
  /** Its columns are `o0`, `o1` and so on. */
  readonly select: SqlNode;
}

/** Prints a resolved statement. Throws Rejection where it comes to too much. */
export function printStatement(
  query: ResolvedQuery,
  context: StatementContext & StatementPlace,
  source: StatementSource,
): CompiledStatement {
  const { select, ...made } = makeStatement(query, context, source);
  const printed = printSql(select);
  return { ...made, sql: printed.text, parameters: printed.parameters, lookups: [...printed.lookups] };
}

/** Makes the SELECT of a resolved statement. Throws Rejection where it comes to too much. */
export function makeStatement(
  query: ResolvedQuery,
  context: StatementContext & StatementPlace,
  { text, budget }: StatementSource,
): MadeStatement {
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
  const rows = Math.min(count, maxRows);
  const tail = limitOf(offset, rows);
  const sorted = plan.kind === 'sort' ? plan : null;
  const items = query.output.map(({ column }, index) => {
    const isNull = column.type.kind === 'unknown';
    const value = isNull ? sql`NULL` : transported(emitter, raw(column.id), column.type);
    return sql`${value} AS ${raw(`o${index}`)}`;
  });
  const order = sorted ? sql` ORDER BY ${sortKeys(emitter, sorted.keys)}` : sql``;
  const select = sql`SELECT ${items} FROM (${emitter.plan(sorted ? sourceOfLatest(emitter, sorted, offset + rows) : plan)})${order}${tail}`;
  checkLimit('output', select.length, whole);
  return {
    select,
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
