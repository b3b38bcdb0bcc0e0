import { describe, expect, it } from 'vitest';
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

function count(
  events: readonly Logged[],
  search: DemoSearch & { readonly id: keyof typeof meanings },
  now: Date,
): number {
  const { from, to } = rangeOf(search, now);
  const [first, last] = [from.toISOString(), to.toISOString()];
  return events.filter(
    (event) => event.stageTimestamp >= first && event.stageTimestamp < last && meanings[search.id](event),
  ).length;
}

describe.each([
  { seed: 1, now: new Date('2026-11-21T09:00:00Z') },
  { seed: 99, now: new Date('2027-03-02T00:00:30Z') },
  { seed: 5, now: new Date('2026-12-27T23:59:59Z') },
])('the searches of the tutorial at $now', (options) => {
  const events = [...createSimulation(options).history()].flat().map((line) => JSON.parse(line) as Logged);

  it.each(demoSearches)('$id', (search) => {
    expect(count(events, search, options.now)).toBe(search.expectedCount);
  });

  it('tell one story: staging is deleted with a token that the node gave away', () => {
    const [deletion] = events.filter(meanings['deleted-namespace']);
    expect(deletion?.user.username).toBe('system:serviceaccount:payments:release-bot');
    expect(deletion?.stageTimestamp.slice(11, 16)).toBe('03:44');
    expect(events.filter(meanings.commands).map((event) => decodeURIComponent(event.requestURI))).toEqual([
      expect.stringContaining('command=ls&command=/host/var/lib/kubelet/pki'),
      expect.stringContaining('command=cat&command=/host/etc/kubernetes/kubelet.conf'),
      expect.stringContaining('kubelet-client-current.pem'),
    ]);
  });
});
