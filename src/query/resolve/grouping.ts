import { type Span, said } from '../../base/index.ts';
import { type Expression, type GroupBy, type GroupingElement, checkLimit, reject } from '../sql/index.ts';
import type { Analysis, ExpressionPlace } from './analysis.ts';
import { compare } from './expression.ts';
import type { Column, Typed } from './typed.ts';
import { isComparable, typeText, types } from '../types/index.ts';

/** The most sets that CUBE, ROLLUP and their products may make. */
const maxSets = 64;

/** GROUP BY resolved: its keys, and the sets of them where there are several. */
export interface ResolvedGrouping {
  readonly keys: readonly Typed[];
  /** The indexes of the keys by their fingerprints. */
  readonly indexes: ReadonlyMap<string, number>;
  /** Each set lists indexes of keys; null where all keys are the only set. */
  readonly sets: readonly (readonly number[])[] | null;
}

/** Resolves GROUP BY. `selected` gives the expressions of the SELECT list, for ordinals. */
export function resolveGrouping(
  analysis: Analysis,
  groupBy: GroupBy,
  selected: readonly (Expression | null)[],
  place: ExpressionPlace,
): ResolvedGrouping {
  const keys: Typed[] = [];
  const indexes = new Map<string, number>();
  const indexOf = (expression: Expression, ordinals: boolean): number => {
    const key = resolveKey(analysis, expression, selected, place, ordinals);
    const print = analysis.fingerprints.of(key);
    const known = indexes.get(print);
    if (known !== undefined) return known;
    indexes.set(print, keys.push(key) - 1);
    checkLimit('columns', keys.length, groupBy.span);
    return keys.length - 1;
  };
  checkLimit('columns', groupBy.elements.length, groupBy.span);
  const options = groupBy.elements.map((element) => setsOf(element, indexOf));
  let sets: number[][] = [[]];
  for (const option of options) {
    sets = sets.flatMap((set) => option.map((more) => [...new Set([...set, ...more])]));
    if (sets.length > maxSets)
      reject('too-many-grouping-sets', said`GROUP BY has more than ${maxSets} sets`, groupBy.span);
  }
  if (groupBy.distinct) sets = distinctSets(sets);
  const simple = groupBy.elements.every((element) => element.kind === 'simple');
  return { keys, indexes, sets: simple ? null : sets };
}

function distinctSets(sets: readonly number[][]): number[][] {
  return [...new Map(sets.map((set) => [set.toSorted((a, b) => a - b).join(), set])).values()];
}

function setsOf(element: GroupingElement, indexOf: (expression: Expression, ordinals: boolean) => number): number[][] {
  if (element.kind === 'simple') return [element.items.map((item) => indexOf(item, true))];
  const groups = element.sets.map((set) => set.map((item) => indexOf(item, false)));
  if (element.kind === 'sets') return groups;
  if (element.kind === 'rollup') {
    return Array.from({ length: groups.length + 1 }, (_, left) => groups.slice(0, groups.length - left).flat());
  }
  const count = 2 ** Math.min(groups.length, 7);
  return Array.from({ length: count }, (_, mask) =>
    groups.filter((_, index) => ((count - 1 - mask) >> (groups.length - 1 - index)) % 2 === 1).flat(),
  );
}

function resolveKey(
  analysis: Analysis,
  expression: Expression,
  selected: readonly (Expression | null)[],
  place: ExpressionPlace,
  ordinals: boolean,
): Typed {
  const key =
    expression.kind === 'integer'
      ? ordinal(analysis, expression, selected, place, ordinals)
      : analysis.expression(expression, place);
  if (!isComparable(key.type)) {
    reject(
      'type-mismatch',
      said`${typeText(key.type)} is not comparable, and therefore cannot be used in GROUP BY`,
      key.span,
    );
  }
  return key;
}

function ordinal(
  analysis: Analysis,
  expression: Extract<Expression, { kind: 'integer' | 'double' }>,
  selected: readonly (Expression | null)[],
  place: ExpressionPlace,
  allowed: boolean,
): Typed {
  if (!allowed) {
    reject(
      'invalid-column-reference',
      said`GROUP BY expression must be a column reference: ${expression.text}`,
      expression.span,
    );
  }
  const item = selected[Number(expression.text) - 1];
  if (!item) {
    return reject(
      'invalid-column-reference',
      said`GROUP BY position ${expression.text} is not in select list`,
      expression.span,
    );
  }
  return analysis.expression(item, { ...place, aliases: new Map() });
}

/** `grouping(a, b)`: a bit for each argument, set where the row's set lacks it. */
export function groupingCall(
  analysis: Analysis,
  args: readonly Typed[],
  grouping: ResolvedGrouping,
  setColumn: Column | null,
  span: Span,
): Typed {
  const indexes = args.map((argument) => {
    const index = grouping.indexes.get(analysis.fingerprints.of(argument));
    if (index !== undefined) return index;
    return reject(
      'wrong-arguments',
      said`The arguments to GROUPING() must be expressions referenced by the GROUP BY`,
      argument.span,
    );
  });
  const literal = (value: number): Typed => ({ kind: 'literal', value: String(value), type: types.integer, span });
  const bits = (set: readonly number[]) => indexes.reduce((sum, index) => sum * 2 + (set.includes(index) ? 0 : 1), 0);
  if (!grouping.sets || !setColumn) return literal(0);
  const column: Typed = { kind: 'column', column: setColumn, type: setColumn.type, span, name: 'grouping' };
  const branches = grouping.sets.map((set, number) => ({
    when: compare(column, '=', literal(number), span),
    result: literal(bits(set)),
  }));
  return { kind: 'if', branches, otherwise: null, type: types.integer, span };
}
