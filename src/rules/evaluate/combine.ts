import { said } from '../../base/index.ts';
import type { Cell, Column, Faults, Row } from '../expression/index.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { type Combined, join } from './join.ts';
import type { Table } from './table.ts';

/** Puts the tables of a rule's queries together, each with what came of those before it. */
export function combineTables(compiled: CompiledRule, tables: readonly Table[], faults: Faults): Combined {
  const [first, ...others] = tables;
  if (!first) return { failure: said`the rule has no query` };
  let combined: Combined = { table: first };
  for (const [index, right] of others.entries()) {
    const how = compiled.combine[index];
    if ('failure' in combined) return combined;
    // Texts may still name what others answered; conditions are on the first.
    if (!how || how.type === 'no_join') continue;
    const left: Table = combined.table;
    combined =
      how.type === 'concat' ? { table: concatenated(left, right) } : join({ left, right }, how.type, how.on, faults);
  }
  return combined;
}

/** Appends rows; columns of one name are one, and what a row lacks is missing. */
function concatenated(left: Table, right: Table): Table {
  const places = right.columns.map((column) => placeOf(column, left.columns));
  const columns = left.columns.map((column, index) => {
    const same = right.columns[places.indexOf(index)];
    return same ? { ...column, queries: [...column.queries, ...same.queries] } : column;
  });
  let width = columns.length;
  const targets = places.map((place) => (place < 0 ? width++ : place));
  const appended = right.columns.filter((_, index) => (places[index] ?? -1) < 0);
  const moved = right.rows.map((row): Row => {
    const cells: Cell[] = Array.from({ length: width }, () => null);
    for (const [index, target] of targets.entries()) cells[target] = row[index] ?? null;
    return cells;
  });
  return {
    columns: [...columns, ...appended],
    rows: [...left.rows, ...moved],
    isCut: left.isCut || right.isCut,
  };
}

/** A column that a join gave a prefix takes part by its own name: the first of them. */
function placeOf({ own }: Column, columns: readonly Column[]): number {
  const exact = columns.findIndex(({ name }) => name === own);
  return exact >= 0 ? exact : columns.findIndex((column) => column.own === own);
}
