import type { EventItem } from '../use-log.ts';
import type { Operation } from './fold-operations.ts';

/** So many in a row are told as one; fewer are read as fast as their sum. */
const fewest = 3;

/** Operations that differ in the objects that they were about alone. */
export interface Alike {
  readonly operations: readonly [Operation, ...Operation[]];
  /** Different ones. */
  readonly namespaces: number;
  readonly names: number;
}

/** Groups neighbours of one user, verb, resource and outcome; one that has no such neighbours stays by itself. */
export function groupAlike(operations: readonly Operation[]): readonly (Operation | Alike)[] {
  const rows: (Operation | Alike)[] = [];
  for (let at = 0; at < operations.length;) {
    const first = operations[at];
    if (!first) break;
    const kind = kindOf(first.last);
    let end = at + 1;
    for (let next = operations[end]; next && kindOf(next.last) === kind; next = operations[end]) end += 1;
    if (end - at < fewest) rows.push(...operations.slice(at, end));
    else rows.push(alikeOf([first, ...operations.slice(at + 1, end)]));
    at = end;
  }
  return rows;
}

/** What is told of all of them: what they have in common. */
export function commonItem({ operations: [first, ...others] }: Alike): EventItem {
  const { event, facts } = first.items[0];
  const same = (name: 'name' | 'namespace' | 'code' | 'reason'): boolean =>
    others.every(({ last }) => last.facts[name] === first.last.facts[name]);
  const { name, namespace, code, reason, uri } = first.last.facts;
  return {
    event,
    facts: {
      ...first.last.facts,
      at: facts.at,
      timeText: facts.timeText,
      name: same('name') ? name : '',
      namespace: same('namespace') ? namespace : '',
      code: same('code') ? code : undefined,
      reason: same('reason') ? reason : '',
      uri: others.every(({ last }) => last.facts.uri === uri) ? uri : pathOf(uri),
    },
  };
}

function alikeOf(operations: Alike['operations']): Alike {
  const count = (name: 'namespace' | 'name'): number =>
    new Set(operations.map(({ last }) => last.facts[name]).filter((text) => text !== '')).size;
  return { operations, namespaces: count('namespace'), names: count('name') };
}

function kindOf({ facts }: EventItem): string {
  return JSON.stringify([
    facts.cluster,
    facts.username,
    facts.impersonated,
    facts.verb,
    facts.apiGroup,
    facts.resource,
    facts.subresource,
    facts.outcome,
    facts.command,
    facts.resource === '' ? pathOf(facts.uri) : '',
  ]);
}

function pathOf(uri: string): string {
  return uri.split('?', 1)[0] ?? '';
}
