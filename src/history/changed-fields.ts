import { isObject } from './members.ts';

/** A field that a change changed; `before` is undefined where it was not there or is not known, `after` where it is gone. */
export interface ChangedField {
  /** Such as `spec.template.spec.containers[web].image`. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Fields that every write changes, or that only the server sets: they say nothing of what somebody meant. */
const bookkeeping: ReadonlySet<string> = new Set([
  'kind',
  'apiVersion',
  'status',
  'metadata.managedFields',
  'metadata.resourceVersion',
  'metadata.generation',
  'metadata.creationTimestamp',
  'metadata.uid',
  'metadata.selfLink',
]);

/** What the items of a list are told by, the first that they have. */
const identities: ReadonlySet<string> = new Set(['name', 'type', 'mountPath', 'key']);
/** Text of a value, as much as a sentence has room for. */
const maxText = 80;
const maxDepth = 40;

/** What differs between an object before and after, but for what the server keeps for itself; what people change most stands first. */
export function changedFields(before: unknown, after: unknown): readonly ChangedField[] {
  const found: ChangedField[] = [];
  compare(before, after, '', found);
  return found.toSorted((a, b) => weightOf(a.path) - weightOf(b.path));
}

/**
 * What a request asks to change, of which nothing is known but the request: a patch of any kind. Nothing for what is no patch.
 */
export function askedFields(patch: unknown): readonly ChangedField[] {
  if (Array.isArray(patch))
    return patch.flatMap(askedByOperation).toSorted((a, b) => weightOf(a.path) - weightOf(b.path));
  return isObject(patch) ? changedFields({}, withoutDirectives(patch)) : [];
}

function compare(before: unknown, after: unknown, path: string, found: ChangedField[], depth = 0): void {
  if (bookkeeping.has(path) || path.startsWith('metadata.managedFields')) return;
  const [left, right] = [membersOf(before), membersOf(after)];
  const isNew = before === undefined && right !== undefined && right.size > 0;
  if (depth < maxDepth && right && (left || isNew)) {
    const known = left ?? new Map<string, unknown>();
    for (const [name, value] of right) {
      // What an item is told by says nothing new of it.
      const isIdentity = identities.has(name) && typeof value === 'string' && path.endsWith(`[${value}]`);
      if (!isIdentity) compare(known.get(name), value, join(path, name), found, depth + 1);
    }
    for (const [name, value] of known)
      if (!right.has(name)) compare(value, undefined, join(path, name), found, depth + 1);
    return;
  }
  if (!isSame(before ?? undefined, after ?? undefined, depth))
    found.push({ path, before: textOf(before), after: textOf(after) });
}

/** Whether two values are the same, as far as they are looked into. */
function isSame(left: unknown, right: unknown, depth: number): boolean {
  if (left === right || depth > maxDepth) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => isSame(item, right[index], depth + 1));
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length && names.every((name) => isSame(left[name], right[name], depth + 1))
  );
}

/** The members of an object or a list by their names; undefined for a scalar. Items of a list are told by their name, type or key. */
function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) {
    if (!value.every(isObject)) return undefined;
    const names = value.map((item) => identityOf(item));
    const areNames = names.every((name) => name !== undefined) && new Set(names).size === names.length;
    return new Map(value.map((item, index) => [`[${areNames ? names[index] : index}]`, item]));
  }
  return isObject(value) ? new Map(Object.entries(value)) : undefined;
}

function identityOf(item: Readonly<Record<string, unknown>>): string | undefined {
  const name = [...identities].map((member) => item[member]).find((value) => value !== undefined);
  return typeof name === 'string' ? name : undefined;
}

function join(path: string, name: string): string {
  return path === '' || name.startsWith('[') ? path + name : `${path}.${name}`;
}

/** Text of a value, cut; undefined for none. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value : shortJson(value, 0);
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}

/** JSON of as much of a value as its text has room for, however large and deep it is. */
function shortJson(value: unknown, depth: number): string {
  if (depth > 6) return '…';
  if (Array.isArray(value))
    return `[${value
      .slice(0, 20)
      .map((item) => shortJson(item, depth + 1))
      .join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  const members = Object.entries(value).slice(0, 20);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${shortJson(member, depth + 1)}`).join(',')}}`;
}

/** A merge patch without what only tells the server how to merge: `$setElementOrder/…`, `$retainKeys`. */
function withoutDirectives(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) return value;
  if (Array.isArray(value)) return value.map((item) => withoutDirectives(item, depth + 1));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !name.startsWith('$'));
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutDirectives(member, depth + 1)]));
}

/** An operation of a JSON patch (RFC 6902). */
function askedByOperation(operation: unknown): readonly ChangedField[] {
  if (!isObject(operation) || operation['op'] === 'test' || typeof operation['path'] !== 'string') return [];
  const path = operation['path'].slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const isBookkeeping = [...bookkeeping].some((name) => path === name || path.startsWith(`${name}.`));
  return isBookkeeping ? [] : [{ path, before: undefined, after: textOf(operation['value']) }];
}

const notable = [
  /(^|\.)replicas$/,
  /\.image$/,
  /(rules|subjects|roleRef)\b/,
  /privileged|hostPath|hostNetwork|hostPID/,
  /\.(command|args)$/,
];

function weightOf(path: string): number {
  const place = notable.findIndex((pattern) => pattern.test(path));
  if (place >= 0) return place;
  return path.startsWith('metadata.') || path.includes('.metadata.') ? notable.length + 1 : notable.length;
}
