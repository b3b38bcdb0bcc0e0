import { useQuery } from '@tanstack/react-query';
import { type Page, searchEvents } from '../../../api/search.ts';
import { textAt } from '../../../api/json.ts';
import { exactly } from '../../../lib/exactly.ts';
import { wholeObject } from './whole-object.ts';
import { conditionText } from '../../../lib/value-filter.ts';
import { type EventItem, toItem } from '../use-log.ts';

const minute = 60_000;

/** The event of a link that the list does not hold: looked for in the last year by its id. */
export function useLinkedEvent(name: string, known: EventItem | undefined) {
  const slash = name.lastIndexOf('/');
  const [auditId, stage] = [name.slice(0, slash), name.slice(slash + 1)];
  return useQuery({
    queryKey: ['log', 'linked', name],
    enabled: known === undefined && auditId !== '',
    queryFn: async ({ signal }) => {
      const range = { from: '-366d', to: 'now' };
      const found = await searchEvents({ query: conditionText('auditID', auditId), ...range }, { limit: 20 }, signal);
      const items = found.events.map(toItem);
      return items.find((item) => item.facts.stage === stage) ?? items[0] ?? null;
    },
  });
}

/** All stages of the event's request, in order. Other requests that chose the same id are left out. */
export function useStages(item: EventItem) {
  const { facts } = item;
  return useQuery({
    queryKey: ['log', 'stages', facts.key],
    enabled: facts.auditId !== '' && !Number.isNaN(facts.at),
    queryFn: async ({ signal }) => {
      const found = await searchAround(
        item,
        conditionText('auditID', facts.auditId),
        24 * 60,
        { limit: 50, order: 'asc' },
        signal,
      );
      const same = found.filter((other) => other.facts.received === facts.received && other.facts.uri === facts.uri);
      return same.length > 0 ? same : [item];
    },
  });
}

export interface Around {
  readonly before: readonly EventItem[];
  readonly after: readonly EventItem[];
}

/** What the same user did in the five minutes before and after. */
export function useSameUser(item: EventItem) {
  return useAround(item, 'same-user', conditionText('user.username', item.facts.username), 5);
}

/** Who else touched the object, within an hour. */
export function useSameObject(item: EventItem) {
  const { resource, namespace, name } = item.facts;
  const parts = [
    conditionText('objectRef.resource', resource),
    ...(namespace ? [conditionText('objectRef.namespace', namespace)] : []),
    ...(name ? [conditionText('objectRef.name', name)] : []),
  ];
  return useAround(item, 'same-object', resource === '' ? '' : parts.join(' and '), 60);
}

function useAround(item: EventItem, kind: string, query: string, minutes: number) {
  return useQuery({
    queryKey: ['log', kind, item.facts.key],
    enabled: query !== '' && !Number.isNaN(item.facts.at),
    queryFn: async ({ signal }): Promise<Around> => {
      const [before, after] = await Promise.all([
        searchAround(item, query, minutes, { limit: 10, order: 'desc', side: 'before' }, signal),
        searchAround(item, query, minutes, { limit: 10, order: 'asc', side: 'after' }, signal),
      ]);
      const others = (items: readonly EventItem[]) => items.filter((other) => other.facts.key !== item.facts.key);
      return { before: others(before).toReversed(), after: others(after) };
    },
  });
}

async function searchAround(
  { facts }: EventItem,
  query: string,
  minutes: number,
  page: Page & { readonly side?: 'before' | 'after' },
  signal: AbortSignal,
): Promise<readonly EventItem[]> {
  const { side, ...rest } = page;
  const from = side === 'after' ? facts.at : facts.at - minutes * minute;
  // One millisecond more, because the parsed time has lost its microseconds.
  const to = side === 'before' ? facts.at + 1 : facts.at + minutes * minute;
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const clusters = facts.cluster ? { clusters: [facts.cluster] } : {};
  const found = await searchEvents({ query, ...range, ...clusters }, rest, signal);
  return found.events.map(toItem);
}

/** The latest event before this one that tells the whole object of that name; null where none is kept, within a year. */
export function useBefore(item: EventItem, name: string) {
  const { facts } = item;
  const { resource, namespace, apiGroup, cluster } = facts;
  return useQuery({
    queryKey: ['log', 'before', facts.key],
    enabled: name !== '' && !Number.isNaN(facts.at),
    queryFn: async ({ signal }) => {
      const isNamed = [exactly('objectRef.name', name), exactly('responseObject.metadata.name', name)].join(' or ');
      const query = [
        exactly('objectRef.resource', resource),
        ...(apiGroup === '' ? [] : [exactly('objectRef.apiGroup', apiGroup)]),
        ...(namespace === '' ? [] : [exactly('objectRef.namespace', namespace)]),
        `(${isNamed})`,
        'responseObject.metadata.resourceVersion: *',
      ].join(' and ');
      const range = { from: new Date(facts.at - 366 * 24 * 60 * minute).toISOString(), to: item.facts.timeText };
      const clusters = cluster ? { clusters: [cluster] } : {};
      const found = await searchEvents({ query, ...range, ...clusters }, { limit: 5 }, signal);
      const isOne = (other: EventItem): boolean => textAt(wholeObject(other.event.json), 'metadata', 'name') === name;
      return found.events.map(toItem).find(isOne) ?? null;
    },
  });
}
