import { said } from '../../base/index.ts';
import {
  type Call,
  type Expression,
  type Query,
  type Relation,
  type Select,
  type SelectItem,
  reject,
} from '../sql/index.ts';
import type { Analysis, CompareWindows, QueryNames } from './analysis.ts';
import { chooseOverload } from './overload.ts';
import type { Plan } from './plan.ts';
import { resolveRelation } from './relation.ts';
import { type Scope, type ScopeField, columnReference } from './scope.ts';
import type { Typed } from './typed.ts';
import { type Type, isInteger, sameType, types } from '../types/index.ts';

/** The most windows that one statement may compare with. */
const maxOffsets = 10;

/** Lists the different offsets, in seconds, of all `compare` and `ts_compare` in the given parts of a statement. */
export function findCompareOffsets(parts: unknown): number[] {
  const offsets: number[] = [];
  visitCalls(parts, (call) => {
    if (call.name !== 'compare' && call.name !== 'ts_compare') return;
    const [, ...seconds] = call.args;
    if (seconds.length === 0) reject('wrong-arguments', said`${call.name} needs a column and seconds`, call.span);
    for (const item of seconds) {
      const offset = item.kind === 'integer' ? Number(item.text) : 0;
      if (offset <= 0)
        reject('wrong-arguments', said`The offsets of ${call.name} are positive numbers of seconds`, item.span);
      if (!offsets.includes(offset)) offsets.push(offset);
      if (offsets.length > maxOffsets) {
        reject('statement-too-complex', said`At most ${maxOffsets} windows can be compared with`, item.span);
      }
    }
  });
  return offsets;
}

/** Visits calls, not those of subqueries. */
function visitCalls(part: unknown, visit: (call: Call) => void): void {
  if (Array.isArray(part)) for (const item of part) visitCalls(item, visit);
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
  if ('query' in part) return;
  if (isCall(part)) visit(part);
  for (const value of Object.values(part)) visitCalls(value, visit);
}

function isCall(part: object): part is Call {
  return 'kind' in part && part.kind === 'call';
}

/**
 * The relation of a SELECT that compares: the subquery over the statement's range and over each earlier one, under each
 * other. For `ts_compare` the earlier rows' time is moved up to now, so that they meet in GROUP BY.
 */
export function resolveCompareSource(
  analysis: Analysis,
  select: Select,
  from: Relation,
  offsets: readonly number[],
  names: QueryNames,
): { readonly plan: Plan; readonly scope: Scope; readonly compare: CompareWindows } {
  if (from.kind !== 'query') {
    reject('wrong-arguments', said`compare needs a subquery in FROM that computes what is compared`, from.span);
  }
  const windows = [0, ...offsets].map((offset) => ({
    offset,
    relation: resolveRelation(analysis, from, { ...names, shiftSeconds: names.shiftSeconds + offset }),
  }));
  const [first] = windows;
  if (!first) throw new Error('BUG: a comparison without a window');
  const moved = movedField(select, from.query, first.relation.scope.fields);
  const fields = first.relation.scope.fields.map((field): ScopeField => {
    return { ...field, column: analysis.newColumn(field.column.type, true) };
  });
  const column = analysis.newColumn(types.integer, false);
  const inputs = windows.map(({ offset, relation }, index) => ({
    plan: relation.plan,
    values: [
      ...relation.scope.fields.map((field) => {
        const value = columnReference(field.column, field.name ?? '', from.span);
        return field === relation.scope.fields[moved] ? laterBy(analysis, value, offset) : value;
      }),
      { kind: 'literal', value: String(index), type: types.integer, span: from.span } satisfies Typed,
    ],
  }));
  const columns = [...fields.map((field) => field.column), column];
  const plan: Plan = { kind: 'set', operator: 'union', all: true, columns, inputs };
  const time = fields[moved]?.column ?? null;
  return { plan, scope: { fields, open: [], outer: names.outer }, compare: { column, offsets, time } };
}

/**
 * Which field of the subquery is the time that ts_compare moves, -1 for none: of those that the statement groups by the one that is made of
 * `__time__`, else one that has a type of time.
 */
function movedField(select: Select, source: Query, fields: readonly ScopeField[]): number {
  if (!callsSeries(select)) return -1;
  const keys = groupedNames(select);
  const ofTime = new Set(source.body.kind === 'select' ? source.body.items.flatMap(timeAlias) : []);
  const candidates = [...fields.entries()].filter(
    ([, { name, column }]) => keys.has(name?.toLowerCase() ?? '') && (isTime(column.type) || isInteger(column.type)),
  );
  const found =
    candidates.find(([, { name }]) => ofTime.has(name?.toLowerCase() ?? '')) ??
    candidates.find(([, { column }]) => isTime(column.type));
  return found?.[0] ?? -1;
}

function isTime(type: Type): boolean {
  return type.kind === 'timestamp' || type.kind === 'date';
}

function callsSeries(select: Select): boolean {
  let isSeries = false;
  visitCalls(select.items, (call) => {
    if (call.name === 'ts_compare') isSeries = true;
  });
  return isSeries;
}

/** The name of an item of a SELECT list that is made of `__time__`. */
function timeAlias(item: SelectItem): string[] {
  if (item.kind !== 'expression' || !namesTime(item.value)) return [];
  const named = item.alias?.name ?? (item.value.kind === 'name' ? item.value.parts.at(-1)?.name : undefined);
  return named === undefined ? [] : [named.toLowerCase()];
}

function namesTime(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('name' in part && part.name === '__time__') return true;
  return Object.values(part).some(namesTime);
}

/** Names of columns, in lower case, that a statement groups by. */
function groupedNames(select: Select): Set<string> {
  const keys = select.groupBy?.elements.flatMap((element) => (element.kind === 'simple' ? element.items : [])) ?? [];
  const named = keys.map((key): Expression | null => {
    if (key.kind !== 'integer') return key;
    const item = select.items[Number(key.text) - 1];
    return item?.kind === 'expression' ? item.value : null;
  });
  return new Set(named.flatMap((key) => (key?.kind === 'name' ? [key.parts.at(-1)?.name.toLowerCase() ?? ''] : [])));
}

/** A time moved by seconds. */
function laterBy(analysis: Analysis, value: Typed, seconds: number): Typed {
  const plus = analysis.functions.find('operator +');
  if (!plus || seconds === 0) return value;
  const { span } = value;
  const amount: Type = isTime(value.type) ? types.dayInterval : types.bigint;
  const literal: Typed = {
    kind: 'literal',
    value: String(isTime(value.type) ? seconds * 1000 : seconds),
    type: amount,
    span,
  };
  const args = [value, literal].map((item) => ({ kind: 'value' as const, value: item }));
  const chosen = chooseOverload(plus, args, span, () => reject('wrong-arguments', said`no lambda here`, span));
  const moved: Typed = { kind: 'call', function: plus, ...chosen, span };
  return sameType(moved.type, value.type) ? moved : { kind: 'cast', value: moved, type: value.type, safe: false, span };
}
