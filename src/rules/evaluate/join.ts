import { joinTexts, messageOf, type Said, said } from '../../base/index.ts';
import {
  bindExpression,
  type Column,
  equalityKey,
  type Expression,
  type ExpressionNode,
  type Faults,
  findColumn,
  type Predicate,
  type Row,
} from '../expression/index.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { joinedColumns, type KeyPair } from './joined-columns.ts';
import type { Table } from './table.ts';

export type JoinType = Exclude<CompiledRule['combine'][number]['type'], 'no_join' | 'concat'>;

/** Rows that a join makes at most, and pairs of rows that it looks at. What is equal is found without looking at pairs. */
export const maxJoinedRows = 100_000;
export const maxPairs = 2_000_000;

/** A table, or why there is none. */
export type Combined = { readonly table: Table } | { readonly failure: Said };

interface Halves {
  readonly left: Table;
  readonly right: Table;
}

/** Joins two tables. `on` is undefined for all pairs. */
export function join(halves: Halves, type: JoinType, on: Expression | undefined, faults: Faults): Combined {
  const { left, right } = halves;
  const pairColumns = [...left.columns, ...right.columns];
  const conjuncts = on && type !== 'cross_join' ? conjunctsOf(on.root) : [];
  const keys: KeyPair[] = [];
  const others: ExpressionNode[] = [];
  for (const node of conjuncts) {
    const key = keyOf(node, halves);
    if (key) keys.push(key);
    else others.push(node);
  }
  const rest = others.reduce<ExpressionNode | undefined>(
    (left, right) => (left ? { kind: 'logic', operator: '&&', left, right, from: left.from, to: right.to } : right),
    undefined,
  );
  let predicate: Predicate | undefined;
  if (on && rest) {
    const bound = bindExpression({ text: on.text, root: rest }, pairColumns);
    if (!bound.ok) return { failure: said`join "${on.text}": ${joinTexts(bound.diagnostics.map(messageOf))}` };
    predicate = bound.value;
  }
  const { columns, take } = joinedColumns(left.columns, right.columns, keys);
  const joining = new Joining(halves, keys, predicate, faults);
  const rows = joining.rows(type, take);
  if (joining.isCut)
    faults.add(said`the join makes more than is looked at: ${maxJoinedRows} rows of ${maxPairs} pairs`);
  const isUnsure = (left.isCut || right.isCut) && type !== 'cross_join' && type !== 'inner_join';
  if (isUnsure)
    faults.add(said`a query has more rows than are looked at, so that rows may seem to have no counterpart`);
  const isExclusion = type === 'left_exclude' || type === 'right_exclude';
  const kept = type === 'left_exclude' ? left.columns : right.columns;
  return {
    table: {
      columns: isExclusion ? kept : columns,
      rows,
      isCut: joining.isCut || left.isCut || right.isCut,
    },
  };
}

/** Pairs of rows, looked at in the order of the left table. */
class Joining {
  isCut = false;
  readonly #halves: Halves;
  readonly #predicate: Predicate | undefined;
  readonly #faults: Faults;
  readonly #candidates: (row: Row) => readonly number[];
  readonly #matched = new Set<number>();
  #pairs = 0;

  constructor(halves: Halves, keys: readonly KeyPair[], predicate: Predicate | undefined, faults: Faults) {
    this.#halves = halves;
    this.#predicate = predicate;
    this.#faults = faults;
    this.#candidates = candidatesOf(halves.right.rows, keys);
  }

  rows(type: JoinType, take: (left: Row | undefined, right: Row | undefined) => Row): readonly Row[] {
    const { left, right } = this.#halves;
    const rows: Row[] = [];
    const emit = (first: Row | undefined, second: Row | undefined): void => {
      if (rows.length >= maxJoinedRows) this.isCut = true;
      else rows.push(take(first, second));
    };
    const isExclusion = type === 'left_exclude' || type === 'right_exclude';
    for (const row of left.rows) {
      let isMatched = false;
      for (const index of this.#candidates(row)) {
        if (++this.#pairs > maxPairs) this.isCut = true;
        if (this.isCut) return rows;
        const other = right.rows[index];
        if (!other || !this.#matches(row, other)) continue;
        isMatched = true;
        if (!isExclusion) emit(row, other);
        if (type === 'left_exclude') break;
        if (keepsRight[type]) this.#matched.add(index);
      }
      if (isMatched) continue;
      if (type === 'left_exclude') rows.push(row);
      else if (type === 'left_join' || type === 'full_join') emit(row, undefined);
    }
    if (!keepsRight[type]) return rows;
    for (const [index, row] of right.rows.entries()) {
      if (this.#matched.has(index)) continue;
      if (type === 'right_exclude') rows.push(row);
      else emit(undefined, row);
    }
    return rows;
  }

  #matches(left: Row, right: Row): boolean {
    if (!this.#predicate) return true;
    const width = this.#halves.left.columns.length;
    const padded = left.length === width ? left : Array.from({ length: width }, (_, index) => left[index] ?? null);
    return this.#predicate([...padded, ...right], this.#faults);
  }
}

const keepsRight: Readonly<Record<JoinType, boolean>> = {
  cross_join: false,
  inner_join: false,
  left_join: false,
  left_exclude: false,
  right_join: true,
  full_join: true,
  right_exclude: true,
};

/** For a row of the left table those of the right that have the same keys; all of them where there are no keys. */
function candidatesOf(rows: readonly Row[], keys: readonly KeyPair[]): (row: Row) => readonly number[] {
  if (keys.length === 0) {
    const all = [...rows.keys()];
    return () => all;
  }
  const byKey = new Map<string, number[]>();
  const key = (row: Row, side: 'left' | 'right'): string =>
    JSON.stringify(keys.map((pair) => equalityKey(row[pair[side]] ?? null)));
  for (const [index, row] of rows.entries()) {
    const text = key(row, 'right');
    const same = byKey.get(text);
    if (same) same.push(index);
    else byKey.set(text, [index]);
  }
  return (row) => byKey.get(key(row, 'left')) ?? [];
}

function conjunctsOf(node: ExpressionNode): readonly ExpressionNode[] {
  return node.kind === 'logic' && node.operator === '&&'
    ? [...conjunctsOf(node.left), ...conjunctsOf(node.right)]
    : [node];
}

/** The columns of `$0.a == $1.b`, whichever way round. */
function keyOf(node: ExpressionNode, { left, right }: Halves): KeyPair | undefined {
  if (node.kind !== 'compare' || node.operator !== '==') return undefined;
  if (node.left.kind !== 'column' || node.right.kind !== 'column') return undefined;
  const columns: readonly Column[] = [...left.columns, ...right.columns];
  const [first, second] = [findColumn(node.left, columns), findColumn(node.right, columns)];
  if (!first.ok || !second.ok) return undefined;
  const [low, high] = [Math.min(first.value, second.value), Math.max(first.value, second.value)];
  const width = left.columns.length;
  return low < width && high >= width ? { left: low, right: high - width } : undefined;
}
