import { unreachable } from '../../base/index.ts';
import { resolveField } from '../fields/index.ts';
import type { SearchNode } from './ast.ts';
import { buildSearch } from './build.ts';

/** The conditions that must all hold for a search to find an event; what finds everything has none. */
export function conjunctsOf(node: SearchNode): readonly SearchNode[] {
  if (node.kind === 'all') return [];
  return node.kind === 'and' ? node.items : [node];
}

/** Says whether two names stand for one field, such as `verb` and `VERB`. */
export function isSameField(one: string, other: string): boolean {
  return one === other || canonicalName(one) === canonicalName(other);
}

/** Says whether a search asks about one field and nothing else. */
export function isOnlyAbout(node: SearchNode, field: string): boolean {
  switch (node.kind) {
    case 'all':
    case 'term':
      return false;
    case 'and':
    case 'or':
      return node.items.every((item) => isOnlyAbout(item, field));
    case 'not':
      return isOnlyAbout(node.item, field);
    case 'field':
    case 'equality':
    case 'comparison':
    case 'range':
      return isSameField(node.key.name, field);
    default:
      return unreachable(node);
  }
}

/** A search without the conditions that are about one field alone. */
export function withoutField(node: SearchNode, field: string): SearchNode {
  const kept = conjunctsOf(node).filter((item) => !isOnlyAbout(item, field));
  return kept.length === conjunctsOf(node).length ? node : buildSearch.every(kept);
}

function canonicalName(name: string): string {
  const reference = resolveField(name);
  switch (reference?.kind) {
    case 'field':
      return reference.field.name;
    case 'member':
      return `${reference.field.name}.${reference.path}`;
    case 'reserved':
      return reference.name === '__tag__' ? name : reference.name;
    case undefined:
      return name;
    default:
      return unreachable(reference);
  }
}
