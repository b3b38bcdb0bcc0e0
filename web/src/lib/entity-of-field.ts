import type { Entity } from './entity-page.ts';
import { listItems } from './value-filter.ts';

/** What a value of a field stands for that has a page of its own; undefined where it has none. */
export function entityOfField(field: string, value: string): Entity | undefined {
  if (value === '') return undefined;
  switch (field) {
    case 'user.username':
    case 'impersonatedUser.username':
    case 'derived.ramUid':
    case 'derived.actor':
      return { kind: 'user', user: value };
    case 'objectRef.namespace':
      return { kind: 'namespace', namespace: value };
    case 'sourceIPs': {
      // The first of several is the client, the others are what stood between.
      const [address = value] = listItems(field, value) ?? [];
      return address === '' ? undefined : { kind: 'address', address };
    }
    default:
      return undefined;
  }
}
