import * as fc from 'fast-check';
import { stringify } from 'yaml';

import type { GroupResources, Policy, PolicyRule } from '../../model.ts';
import type { Request } from '../../request.ts';

/** What an author means, and how it was written down. */
export interface Misplaced {
  readonly intention: Policy;
  readonly text: string;
  /** How many rules the text has. */
  readonly rules: number;
}

const users = ['alice', 'system:kube-proxy', 'system:serviceaccount:ci:robot'];
const userGroups = ['system:authenticated', 'devs', 'system:nodes'];
const verbs = ['get', 'list', 'watch', 'create', 'update'];
const namespaces = ['default', 'kube-system', ''];
const names = ['web', 'db'];
const kinds = [
  ['', ['pods', 'secrets', 'pods/log', 'services']],
  ['apps', ['deployments', 'deployments/scale', 'statefulsets']],
  ['rbac.authorization.k8s.io', ['roles', 'rolebindings']],
  ['coordination.k8s.io', ['leases']],
  ['example.com', ['widgets']],
] as const;
const paths = ['/healthz', '/metrics', '/version', '/livez/etcd'];
const levels = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;
const stages = ['RequestReceived', 'ResponseStarted', 'Panic'] as const;

function some<T extends string>(values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
}

function maybe<T extends string>(values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.oneof(fc.constant<T[]>([]), some(values));
}

const entry: fc.Arbitrary<GroupResources> = fc
  .constantFrom(...kinds)
  .chain(([group, resources]) =>
    fc.record({ group: fc.constant(group), resources: maybe(resources), resourceNames: maybe(names) }),
  )
  .map((one) => (one.resources.length === 0 ? { ...one, resourceNames: [] } : one));

/** Conditions and stages that an author may write into an entry, though they are the rule's. */
const conditions = fc.record({
  users: maybe(users),
  userGroups: maybe(userGroups),
  verbs: maybe(verbs),
  namespaces: maybe(namespaces),
  omitStages: maybe(stages),
});
type Conditions = typeof conditions extends fc.Arbitrary<infer T> ? T : never;
const conditionNames = ['users', 'userGroups', 'verbs', 'namespaces', 'omitStages'] as const;

/** A field under its name, or under one that people write for it. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  users: ['users', 'user', 'Users', 'usernames'],
  userGroups: ['userGroups', 'usergroups', 'userGroup'],
  verbs: ['verbs', 'verb', 'operations'],
  namespaces: ['namespaces', 'namespace'],
  omitStages: ['omitStages', 'omitStage'],
  nonResourceURLs: ['nonResourceURLs', 'nonResourceUrls', 'paths', 'urls'],
  resourceNames: ['resourceNames', 'resourceName'],
  resources: ['resources', 'resource'],
};

type Draft = Record<string, unknown>;
type Pick = <T>(values: readonly T[]) => T;

function put(draft: Draft, name: string, values: readonly string[], pick: Pick): void {
  if (values.length === 0) return;
  const [only = ''] = values;
  const isBare = values.length === 1 && only !== '' && pick([true, false, false]);
  draft[pick(spellings[name] ?? [name])] = isBare ? only : values;
}

/** Writes the entries of one set of conditions, which stand in them, as people do who know RBAC. */
function writeEntries(entries: readonly GroupResources[], lifted: Partial<Conditions>, pick: Pick): Draft[] {
  const written = entries.map(({ group, resources, resourceNames }) => {
    const draft: Draft = {};
    const way = pick(['group', 'apiGroup', 'apiGroups'] as const);
    if (group !== '' || way !== 'group' || pick([true, false])) draft[way] = way === 'apiGroups' ? [group] : group;
    put(draft, 'resources', resources, pick);
    put(draft, 'resourceNames', resourceNames, pick);
    for (const name of conditionNames) put(draft, name, lifted[name] ?? [], pick);
    return draft;
  });
  const [first, second] = entries;
  const isSame =
    first &&
    second &&
    JSON.stringify([first.resources, first.resourceNames]) === JSON.stringify([second.resources, second.resourceNames]);
  if (entries.length === 2 && isSame && written[0]) {
    delete written[0]['group'];
    delete written[0]['apiGroup'];
    written[0]['apiGroups'] = [first.group, second.group];
    return [written[0]];
  }
  return written;
}

function ruleOf(level: PolicyRule['level'], set: Conditions, scope: Partial<PolicyRule>): PolicyRule {
  return { level, ...set, resources: [], nonResourceURLs: [], ...scope };
}

type Written = { readonly rules: readonly PolicyRule[]; readonly draft: Draft };

/** A rule whose entries have conditions of their own: a rule each is meant. */
const byEntries = fc
  .record({
    level: fc.constantFrom(...levels),
    sets: fc.array(fc.record({ set: conditions, entries: fc.array(entry, { minLength: 1, maxLength: 2 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    own: fc.subarray([...conditionNames]),
    way: fc.constantFrom('entries', 'rule', 'names'),
    seed: fc.nat(),
  })
  .map(({ level, sets, own, way, seed }): Written => {
    const pick = picker(seed);
    const [first] = sets;
    const only = sets.length === 1 && first?.entries.length === 1 ? first.entries[0] : undefined;
    const rules = sets.map(({ set, entries }) => ruleOf(level, set, { resources: entries }));
    const draft: Draft = { level };
    // Conditions of one set may stand with the rule, where they belong.
    const kept = sets.length === 1 ? own : [];
    for (const name of kept) put(draft, name, first?.set[name] ?? [], pick);
    if (only && way !== 'entries' && kept.length === conditionNames.length) {
      draft[pick(['group', 'apiGroup', 'apiGroups'])] = only.group;
      if (way === 'names' && only.resources.length > 0 && only.resourceNames.length === 0)
        draft['resources'] = only.resources;
      else if (only.resources.length > 0) {
        draft['resources'] = [{ resources: only.resources }];
        put(draft, 'resourceNames', only.resourceNames, pick);
      }
      if (typeof draft['apiGroups'] === 'string') draft['apiGroups'] = [only.group];
      return { rules, draft };
    }
    draft['resources'] = sets.flatMap(({ set, entries }) => {
      const lifted = Object.fromEntries(Object.entries(set).filter(([name]) => !kept.some((own) => own === name)));
      return writeEntries(entries, lifted, pick);
    });
    return { rules, draft };
  });

/** A rule for paths, which may stand in an entry as well. */
const byPaths = fc
  .record({
    level: fc.constantFrom(...levels),
    urls: some(paths),
    set: conditions,
    isInEntry: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ level, urls, set: all, isInEntry, seed }): Written => {
    const pick = picker(seed);
    const set = { ...all, namespaces: [] };
    const draft: Draft = { level };
    for (const name of conditionNames) put(draft, name, set[name], pick);
    const inner: Draft = {};
    put(inner, 'nonResourceURLs', urls, pick);
    if (isInEntry) draft['resources'] = [inner];
    else Object.assign(draft, inner);
    return { rules: [ruleOf(level, set, { nonResourceURLs: urls })], draft };
  });

/** A linear congruential generator: the same picks for the same seed. */
function picker(seed: number): Pick {
  let state = seed;
  return (values) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const value = values[Math.floor((state / 0x80000000) * values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  };
}

/** Policies whose fields stand at the wrong level or have another name, in several styles, and what is meant by them. */
export const misplaced: fc.Arbitrary<Misplaced> = fc
  .record({
    rules: fc.array(fc.oneof(byEntries, byEntries, byPaths), { minLength: 1, maxLength: 4 }),
    last: fc.constantFrom('None', 'Metadata'),
    style: fc.constantFrom('block', 'indented', 'flow', 'json'),
  })
  .map(({ rules, last, style }) => {
    const all = [...rules.flatMap((one) => one.rules), ruleOf(last, noConditions, {})];
    const intention: Policy = { apiVersion: 'audit.k8s.io/v1', omitStages: [], omitManagedFields: false, rules: all };
    const drafts = [...rules.map(({ draft }) => draft), { level: last }];
    return { intention, text: print(drafts, style), rules: drafts.length };
  });

const noConditions: Conditions = { users: [], userGroups: [], verbs: [], namespaces: [], omitStages: [] };

function print(rules: readonly Draft[], style: 'block' | 'indented' | 'flow' | 'json'): string {
  const head = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy' };
  if (style === 'json') return JSON.stringify({ ...head, rules }, null, 2);
  if (style === 'flow') return `${stringify(head)}rules: ${JSON.stringify(rules)}\n`;
  return stringify(
    { ...head, rules },
    { indentSeq: style === 'indented', aliasDuplicateObjects: false, version: '1.1' },
  );
}

/** Requests in the world of these policies, and a little outside of it. */
export const misplacedRequests: fc.Arbitrary<Request> = fc
  .record({
    user: fc.constantFrom(...users, 'nobody'),
    groups: fc.uniqueArray(fc.constantFrom(...userGroups, 'others'), { maxLength: 3 }),
    verb: fc.constantFrom(...verbs, 'delete'),
    what: fc.oneof(
      fc.record({
        kind: fc.constantFrom(
          ...kinds.flatMap(([group, resources]) => resources.map((name) => [group, name] as const)),
        ),
        namespace: fc.constantFrom(...namespaces, 'other'),
        name: fc.constantFrom(...names, ''),
      }),
      fc.record({ path: fc.constantFrom(...paths, '/') }),
    ),
  })
  .map(({ what, ...who }): Request => {
    if ('path' in what) return { ...who, path: what.path };
    const [apiGroup, pattern] = what.kind;
    const [resource = '', subresource = ''] = pattern.split('/');
    return { ...who, apiGroup, resource, subresource, namespace: what.namespace, name: what.name };
  });
