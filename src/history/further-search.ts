import { buildSearch, printSearch, type SearchNode } from '../query/index.ts';
import { familyResources, stemOf } from './families.ts';
import { changingVerbs, type ObjectName } from './operation.ts';

/** Conditions that the objects, and with them their families, may take: a search has 256 at most. */
const most = { ofObjects: 160, inAll: 245 } as const;
/** Names that are asked for in one place. */
const mostNames = { objects: 40, families: 10 } as const;
/** A wildcard takes words of up to 64 characters. */
const stemForm = /^[a-z0-9]([a-z0-9.-]{0,58}[a-z0-9])?$/;

const is = (field: string, text: string): SearchNode => buildSearch.equals(field, text);
const some = (items: readonly SearchNode[]): SearchNode => buildSearch.some(items);
const every = (items: readonly SearchNode[]): SearchNode => buildSearch.every(items);
const unnamed = buildSearch.not(buildSearch.exists('objectRef.name'));

/** A part of the search, and how many conditions it has. */
interface Part {
  readonly search: SearchNode;
  readonly conditions: number;
}

/**
 * The search for what else changed some objects, and those that they own or are owned by as far as names tell; undefined where there are
 * none. Reading is left out: it changes nothing. Of more objects than a search can ask for, the first are in it.
 */
export function furtherSearch(objects: readonly ObjectName[]): string | undefined {
  const named = objects.filter(({ name }) => name !== '');
  const families = named.flatMap((object) => {
    const stem = stemOf(object);
    return stem === undefined || !stemForm.test(stem) ? [] : [{ ...object, name: stem }];
  });
  const parts: Part[] = [];
  const add = (part: Part, limit: number): void => {
    const conditions = parts.reduce((sum, one) => sum + one.conditions, changingVerbs.size);
    if (conditions + part.conditions <= limit) parts.push(part);
  };
  for (const [, those] of Map.groupBy(named, (object) => JSON.stringify({ ...object, name: '' })))
    add(objectsPart(those), most.ofObjects);
  for (const [, those] of Map.groupBy(families, ({ cluster, namespace }) => JSON.stringify([cluster, namespace])))
    add(familiesPart(those), most.inAll);
  if (parts.length === 0) return undefined;
  const changes = some([...changingVerbs].map((verb) => is('verb', verb)));
  return printSearch(every([changes, some(parts.map(({ search }) => search))]));
}

/** Objects of one resource and namespace, and what deletes all of them. */
function objectsPart(objects: readonly ObjectName[]): Part {
  const names = namesOf(objects).slice(0, mostNames.objects);
  const place = objects
    .slice(0, 1)
    .flatMap(({ cluster, apiGroup, resource, namespace }) => [
      is('__cluster__', cluster),
      is('objectRef.resource', resource),
      ...(apiGroup === '' ? [] : [is('objectRef.apiGroup', apiGroup)]),
      ...(namespace === '' ? [] : [is('objectRef.namespace', namespace)]),
    ]);
  const those = some([...names.map((name) => is('objectRef.name', name)), is('verb', 'deletecollection')]);
  return { search: every([...place, those]), conditions: place.length + names.length + 1 };
}

/** Workloads of one namespace whose names begin as those of families do; of what is created under a generated name, the answer has it. */
function familiesPart(families: readonly ObjectName[]): Part {
  const stems = namesOf(families).slice(0, mostNames.families);
  const place = families
    .slice(0, 1)
    .flatMap(({ cluster, namespace }) => [
      is('__cluster__', cluster),
      is('objectRef.namespace', namespace),
      some(familyResources.map((resource) => is('objectRef.resource', resource))),
    ]);
  const created = stems.map((stem) => buildSearch.begins('responseObject.metadata.name', `${stem}-`));
  const those = some([
    ...stems.flatMap((stem) => [is('objectRef.name', stem), buildSearch.begins('objectRef.name', `${stem}-`)]),
    every([unnamed, some([is('verb', 'deletecollection'), every([is('verb', 'create'), some(created)])])]),
  ]);
  return { search: every([...place, those]), conditions: 2 + familyResources.length + 3 * stems.length + 3 };
}

function namesOf(objects: readonly ObjectName[]): readonly string[] {
  return [...new Set(objects.map(({ name }) => name))];
}
