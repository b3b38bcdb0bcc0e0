import { isBlank, jsonText, membersOf } from '../../base/index.ts';
import type { Shape } from './shape.ts';

/** Bodies have any members there are: in one object they would make fields without end on the other side. */
const bodies = new Set(['requestObject', 'responseObject']);
/** Deeper objects stay as they are. */
const maxDepth = 8;
const openBrace = 0x7b;

/**
 * One object without objects in it: `{"user.username": …, "objectRef.name": …}`. Bodies are text, lists stay lists, and every number keeps
 * its digits. `cluster` and `receivedAt` stand beside the event's own members.
 */
export const flat: Shape = {
  meaning:
    'One object without objects in it: `{"user.username": …, "objectRef.name": …}`, with `cluster` and `receivedAt`. Bodies are text',
  write({ bytes, receivedAtMicros }, cluster) {
    const members = new Map<string, string>();
    for (const [name, value] of membersOf(bytes)) add(members, name, value, bodies.has(name) ? 'text' : 1);
    members.set('cluster', JSON.stringify(cluster));
    members.set('receivedAt', JSON.stringify(new Date(receivedAtMicros / 1000).toISOString()));
    const text = [...members].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',');
    return Buffer.from(`{${text}}`);
  },
};

function add(members: Map<string, string>, name: string, value: Uint8Array, depth: number | 'text'): void {
  const isObject = value[0] === openBrace;
  if (depth === 'text') members.set(name, JSON.stringify(jsonText(value)));
  else if (!isObject || isEmpty(value) || depth > maxDepth) members.set(name, jsonText(value));
  else for (const [key, member] of membersOf(value)) add(members, `${name}.${key}`, member, depth + 1);
}

function isEmpty(object: Uint8Array): boolean {
  return object.subarray(1, -1).every(isBlank);
}
