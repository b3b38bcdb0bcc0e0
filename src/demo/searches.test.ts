import { beforeAll, describe, expect, it } from 'vitest';
import { story } from './incident/story.ts';
import { createSimulation, demoSearches, rangeOf, type DemoSearch } from './index.ts';

interface Logged {
  readonly verb: string;
  readonly stage: string;
  readonly stageTimestamp: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly sourceIPs: readonly string[];
  readonly objectRef?: {
    readonly resource: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly subresource?: string;
  };
  readonly responseStatus: { readonly code: number };
  readonly requestObject?: { readonly spec?: { readonly volumes?: readonly object[] } };
  readonly annotations: Readonly<Record<string, string>>;
}

const jonas = 'jonas.lind@portside.example';
const isFrom = (event: Logged): boolean => event.sourceIPs[0] === story.address;

/** What each search means, said without the search language. */
const meanings = {
  'deleted-namespace': ({ verb, objectRef }) =>
    verb === 'delete' && objectRef?.resource === 'namespaces' && objectRef.name === 'staging',
  address: isFrom,
  'as-contractor': (event) => isFrom(event) && event.user.username === jonas,
  'permission-reviews': (event) => isFrom(event) && (event.objectRef?.resource.startsWith('selfsubject') ?? false),
  'refused-secret-lists': ({ user, verb, objectRef, responseStatus }) =>
    user.username === jonas && verb === 'list' && objectRef?.resource === 'secrets' && responseStatus.code === 403,
  'forgotten-binding': ({ annotations }) =>
    annotations['authorization.k8s.io/reason']?.includes('RoleBinding "load-test/staging"') ?? false,
  'binding-made': ({ verb, objectRef }) =>
    verb === 'create' && objectRef?.resource === 'rolebindings' && objectRef.name === 'load-test',
  'host-pod': ({ verb, objectRef, requestObject }) =>
    verb === 'create' &&
    objectRef?.resource === 'pods' &&
    (requestObject?.spec?.volumes?.some((volume) => 'hostPath' in volume) ?? false),
  commands: ({ objectRef, stage }) =>
    objectRef?.name === 'metrics-probe' && objectRef.subresource === 'exec' && stage === 'ResponseStarted',
  'node-elsewhere': ({ user, sourceIPs }) =>
    user.username === 'system:node:harbor-prod-worker-3' && sourceIPs[0] !== '10.20.0.13',
  'secrets-read': (event) =>
    isFrom(event) &&
    event.objectRef?.resource === 'secrets' &&
    event.objectRef.namespace === 'payments' &&
    event.responseStatus.code === 200,
  'usual-address': (event) => isFrom(event) && event.user.username === jonas,
} as const satisfies Record<(typeof demoSearches)[number]['id'], (event: Logged) => boolean>;

/** The events that match, search by search. The history is read as it comes: kept whole it would be 250 MB. */
function findAll(options: { seed: number; now: Date }): ReadonlyMap<string, readonly Logged[]> {
  const searches = demoSearches.map((search: DemoSearch & { readonly id: keyof typeof meanings }) => {
    const { from, to } = rangeOf(search, options.now);
    return { ...search, first: from.toISOString(), end: to.toISOString(), found: [] as Logged[] };
  });
  for (const lines of createSimulation(options).history()) {
    for (const event of lines.map((line) => JSON.parse(line) as Logged)) {
      for (const { id, first, end, found } of searches) {
        if (event.stageTimestamp >= first && event.stageTimestamp < end && meanings[id](event)) found.push(event);
      }
    }
  }
  return new Map(searches.map(({ id, found }) => [id, found]));
}

describe.each([
  { seed: 1, now: new Date('2026-11-21T09:00:00Z') },
  { seed: 99, now: new Date('2027-03-02T00:00:30Z') },
])('the searches of the tutorial at $now', (options) => {
  let found: ReadonlyMap<string, readonly Logged[]>;
  beforeAll(() => {
    found = findAll(options);
  });

  it.each(demoSearches)('$id', (search) => {
    expect(found.get(search.id)?.length).toBe(search.expectedCount);
  });

  it('tell one story: staging is deleted with a token that the node gave away', () => {
    const deletion = found.get('deleted-namespace')?.[0];
    expect(deletion?.user.username).toBe('system:serviceaccount:payments:release-bot');
    expect(deletion?.stageTimestamp.slice(11, 16)).toBe('03:44');
    expect(found.get('commands')?.map((event) => decodeURIComponent(event.requestURI))).toEqual([
      expect.stringContaining('command=ls&command=/host/var/lib/kubelet/pki'),
      expect.stringContaining('command=cat&command=/host/etc/kubernetes/kubelet.conf'),
      expect.stringContaining('kubelet-client-current.pem'),
    ]);
  });
});
