import { askedFields, type ChangedField, changedFields } from './changed-fields.ts';
import { type Condition, conditionsOf } from './conditions.ts';
import { existenceOf, type ExistenceSpan } from './existence.ts';
import { type Owner, ownersOf } from './families.ts';
import { isObject, textAt } from './members.ts';
import {
  type BodyKept,
  foldStages,
  isChange,
  keyOf,
  type ObjectName,
  type Operation,
  readOperation,
  type RecordedEvent,
} from './operation.ts';

/** Something done, at its moment. */
export interface Mark {
  /** The event's id and stage, as links name it. */
  readonly id: string;
  readonly atMicros: number;
  readonly user: string;
  readonly actedAs: string;
  readonly verb: string;
  readonly subresource: string;
  readonly code: number | undefined;
  readonly isDryRun: boolean;
  /** Whether the search itself finds it, or it is told because it changed what the search is about. */
  readonly isFound: boolean;
  readonly body: BodyKept;
  readonly object: ObjectName | undefined;
  /** What it changed, as far as bodies tell: the first few. */
  readonly changes: readonly ChangedField[];
  /** How many it changed. */
  readonly changeCount: number;
}

interface LaneOfAny {
  readonly marks: readonly Mark[];
  /** Marks that are not given: the oldest, where there are too many. */
  readonly marksLeft: number;
}

/** What happened to an object. */
export interface ObjectLane extends LaneOfAny {
  readonly kind: 'object';
  readonly object: ObjectName;
  /** Whether the search finds something of it, or it is told as an owner or what is owned. */
  readonly isFound: boolean;
  readonly owner: Owner | undefined;
  /** Steps below the uppermost owner that has a lane. */
  readonly depth: number;
  readonly existence: readonly ExistenceSpan[];
  readonly conditions: readonly Condition[];
}

/** What a user did. */
export interface UserLane extends LaneOfAny {
  readonly kind: 'user';
  readonly user: string;
}

export type Lane = ObjectLane | UserLane;

export interface Timeline {
  readonly lanes: readonly Lane[];
  /** Lanes that are not given, since there are too many. */
  readonly lanesLeft: number;
}

/** What a timeline has at most. */
const most = { lanes: 60, marks: 200, changes: 6 } as const;

/** The objects that some events are about, those that were changed first. */
export function objectsOf(events: readonly RecordedEvent[]): readonly ObjectName[] {
  const found = new Map<string, { readonly object: ObjectName; readonly weight: number }>();
  for (const operation of foldStages(events.map(readOperation))) {
    if (!operation.object) continue;
    const key = keyOf(operation.object);
    const weight = (found.get(key)?.weight ?? 0) + (isChange(operation) ? 1000 : 1);
    found.set(key, { object: operation.object, weight });
  }
  return [...found.values()].toSorted((a, b) => b.weight - a.weight).map(({ object }) => object);
}

/** Lanes of the users of a search's events. */
export function userTimeline(found: readonly RecordedEvent[]): Timeline {
  const byUser = Map.groupBy(foldStages(found.map(readOperation)), ({ user }) => user);
  const lanes = [...byUser]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([user, operations]): UserLane => {
      const marks = operations.map((operation) => markOf(operation, true, changesOf(operation, undefined)));
      return { kind: 'user', user, ...cutMarks(marks) };
    });
  return { lanes: lanes.slice(0, most.lanes), lanesLeft: Math.max(0, lanes.length - most.lanes) };
}

/**
 * Lanes of the objects of a search's events, owners before what they own; `further` is what else changed them and theirs. Nothing is known of
 * what was before `fromMicros`.
 */
export function objectTimeline(
  found: readonly RecordedEvent[],
  further: readonly RecordedEvent[],
  fromMicros: number,
): Timeline {
  const asked = new Set(found.map((event) => readOperation(event).request));
  const operations = foldStages([...further, ...found].map(readOperation));
  const objects = gather(operations, asked);
  const owners = ownersOf(objects, resourcesOf(operations));
  const family = familyOfFound(objects, owners);
  // What the search finds stands before what is told beside it.
  const kept = family.toSorted(([, a], [, b]) => Number(b.isFound) - Number(a.isFound)).slice(0, most.lanes);
  const lanes = inOrder(new Map(kept), owners).map(({ key, gathered, depth }): ObjectLane => {
    const { object, isFound } = gathered;
    const changes = gathered.operations.filter(isChange);
    const existence = object.name === '' ? [] : existenceOf(changes, fromMicros);
    const owner = owners.get(key);
    const conditions = object.name === '' ? [] : conditionsOf(changes, endsOf(existence));
    return { kind: 'object', object, isFound, owner, depth, existence, conditions, ...marksOf(gathered, asked) };
  });
  return { lanes, lanesLeft: family.length - kept.length };
}

/** What is known of an object while its lane is made. */
interface Gathered {
  readonly object: ObjectName;
  readonly operations: Operation[];
  isFound: boolean;
  latestBody: unknown;
}

type Objects = ReadonlyMap<string, Gathered>;

/** The operations of each object, those on all of a resource with each that they met. */
function gather(operations: readonly Operation[], asked: ReadonlySet<string>): Objects {
  const objects = new Map<string, Gathered>();
  const add = (object: ObjectName, operation: Operation): void => {
    const key = keyOf(object);
    const known = objects.get(key) ?? { object, operations: [], isFound: false, latestBody: undefined };
    known.operations.push(operation);
    known.isFound ||= asked.has(operation.request);
    known.latestBody = operation.answer ?? known.latestBody;
    objects.set(key, known);
  };
  for (const operation of operations) {
    const { object, items } = operation;
    if (!object) continue;
    if (operation.verb !== 'deletecollection') {
      add(object, operation);
      continue;
    }
    for (const item of items ?? []) {
      const one = { ...object, name: textAt(item, 'metadata', 'name') };
      if (isObject(item) && (asked.has(operation.request) || objects.has(keyOf(one))))
        add(one, { ...operation, object: one, answer: item, body: 'whole' });
    }
    const isWhole = items === undefined && !/[?&](labelSelector|fieldSelector)=/.test(operation.uri);
    if (isWhole)
      for (const { object: one } of [...objects.values()].filter(isIn(object))) add(one, { ...operation, object: one });
    // Whom it met is not told, or nobody: it stands for itself.
    if (asked.has(operation.request) && (items ?? []).length === 0) add(object, operation);
  }
  return objects;
}

function isIn(place: ObjectName): (gathered: Gathered) => boolean {
  return ({ object }) => object.name !== '' && keyOf({ ...object, name: '' }) === keyOf({ ...place, name: '' });
}

/** Resources by group and kind, as answers tell them. */
function resourcesOf(operations: readonly Operation[]): ReadonlyMap<string, string> {
  const found = operations.flatMap(({ object, answer }) =>
    object && answer ? [[JSON.stringify([object.apiGroup, textAt(answer, 'kind')]), object.resource] as const] : [],
  );
  return new Map(found);
}

/** What the search finds, with its owners and what it owns. */
function familyOfFound(objects: Objects, owners: ReadonlyMap<string, Owner>): readonly (readonly [string, Gathered])[] {
  const owned = Map.groupBy(owners, ([, { object }]) => keyOf(object));
  const family = new Map<string, Gathered>();
  const found = [...objects].filter(([, { isFound }]) => isFound);
  const addOwners = (key: string): void => {
    const owner = owners.get(key);
    const gathered = owner && objects.get(keyOf(owner.object));
    if (!owner || !gathered || family.has(keyOf(owner.object))) return;
    family.set(keyOf(owner.object), gathered);
    addOwners(keyOf(owner.object));
  };
  const addOwned = (key: string): void => {
    for (const [child] of owned.get(key) ?? []) {
      const gathered = objects.get(child);
      if (!gathered || family.has(child)) continue;
      family.set(child, gathered);
      addOwned(child);
    }
  };
  for (const [key, gathered] of found) family.set(key, gathered);
  for (const [key] of found) addOwned(key);
  for (const [key] of found) addOwners(key);
  return [...family];
}

interface Placed {
  readonly key: string;
  readonly gathered: Gathered;
  readonly depth: number;
}

/** Owners before what they own, each family where its first operation is. */
function inOrder(shown: Objects, owners: ReadonlyMap<string, Owner>): readonly Placed[] {
  const sorted = [...shown].toSorted(([, a], [, b]) => beginOf(a) - beginOf(b));
  const parentOf = (key: string): string | undefined => {
    const owner = owners.get(key);
    const parent = owner && keyOf(owner.object);
    return parent !== undefined && shown.has(parent) ? parent : undefined;
  };
  const children = Map.groupBy(sorted, ([key]) => parentOf(key));
  const placed = new Map<string, Placed>();
  const place = ([key, gathered]: readonly [string, Gathered], depth: number): void => {
    if (placed.has(key)) return;
    placed.set(key, { key, gathered, depth });
    for (const child of children.get(key) ?? []) place(child, depth + 1);
  };
  for (const root of children.get(undefined) ?? []) place(root, 0);
  // Whoever says that they own each other has no uppermost owner.
  for (const one of sorted) place(one, 0);
  return [...placed.values()];
}

function beginOf({ operations }: Gathered): number {
  return operations[0]?.atMicros ?? 0;
}

/** When an object was gone. */
function endsOf(existence: readonly ExistenceSpan[]): readonly number[] {
  return existence.flatMap(({ toMicros }, index) =>
    toMicros !== undefined && existence[index + 1]?.fromMicros !== toMicros ? [toMicros] : [],
  );
}

/** What was done to an object: what the search finds, and what else changed it but for reports of its status. */
function marksOf({ operations }: Gathered, asked: ReadonlySet<string>): LaneOfAny {
  let before: unknown;
  const marks = operations.flatMap((operation) => {
    const changes = changesOf(operation, before);
    if (isChange(operation)) before = operation.answer ?? before;
    const isFound = asked.has(operation.request);
    const isTold = isFound || (isChange(operation) && operation.subresource !== 'status');
    return isTold ? [markOf(operation, isFound, changes)] : [];
  });
  return cutMarks(marks);
}

function changesOf(operation: Operation, before: unknown): readonly ChangedField[] {
  const { verb, answer, requestBody } = operation;
  if (!isChange(operation) || (verb !== 'patch' && verb !== 'update')) return [];
  if (answer && before !== undefined) return changedFields(before, answer);
  return verb === 'patch' ? askedFields(requestBody) : [];
}

function markOf(operation: Operation, isFound: boolean, changes: readonly ChangedField[]): Mark {
  const { id, atMicros, user, actedAs, verb, subresource, code, isDryRun, body, object } = operation;
  const told = { id, atMicros, user, actedAs, verb, subresource, code, isDryRun, body, object };
  return { ...told, isFound, changes: changes.slice(0, most.changes), changeCount: changes.length };
}

function cutMarks(marks: readonly Mark[]): LaneOfAny {
  const byWorth = marks.toSorted((a, b) => Number(b.isFound) - Number(a.isFound) || b.atMicros - a.atMicros);
  const kept = byWorth.slice(0, most.marks).toSorted((a, b) => a.atMicros - b.atMicros);
  return { marks: kept, marksLeft: marks.length - kept.length };
}
