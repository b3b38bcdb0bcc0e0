import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectTimeline, type RecordedEvent, userTimeline } from './index.ts';
import type { ObjectLane } from './timeline.ts';
import { eventOf, recordedEvents, type TestEvent } from './testkit/recorded.ts';

const modern = recordedEvents('modern-v1.36');
const ack = recordedEvents('ack-v1');

function about(all: readonly RecordedEvent[], resource: string, name?: string): readonly RecordedEvent[] {
  return all.filter(({ json }) => {
    const { objectRef } = json as TestEvent;
    return objectRef?.resource === resource && (name === undefined || objectRef.name === name);
  });
}

function lanesOf(found: readonly RecordedEvent[], all: readonly RecordedEvent[]): readonly ObjectLane[] {
  return objectTimeline(found, all, 0).lanes.filter((lane) => lane.kind === 'object');
}

const named = ({ object: { resource, name }, depth }: ObjectLane): string => `${depth} ${resource}/${name}`;
const states = (lane: ObjectLane | undefined): readonly string[] =>
  (lane?.existence ?? []).map(({ state, isAssumed, toMicros }) =>
    [isAssumed ? 'assumed' : '', state, toMicros === undefined ? 'still' : 'ended'].join(' ').trim(),
  );

test.each([
  ['modern-v1.36', modern],
  ['ack-v1', ack],
])('a Deployment stands before its ReplicaSets, and each of them before its Pods: %s', (_, all) => {
  const lanes = lanesOf(about(all, 'deployments', 'web'), all);
  const [first, ...others] = lanes;
  expect(first && named(first)).toBe('0 deployments/web');
  expect(first).toMatchObject({ isFound: true, owner: undefined });
  for (const [index, lane] of others.entries()) {
    expect(lane.owner?.by, named(lane)).toBe('reference');
    const before = lanes.slice(0, index + 1).findLast(({ depth }) => depth === lane.depth - 1);
    expect(before?.object.name, named(lane)).toBe(lane.owner?.object.name);
  }
  expect(new Set(others.map(({ object, depth }) => `${depth} ${object.resource}`))).toEqual(
    new Set(['1 replicasets', '2 pods']),
  );
});

test('a Pod was there from its creation until its kubelet deleted it, its end being begun before', () => {
  const lanes = lanesOf(about(modern, 'deployments', 'web'), modern);
  const ended = lanes.find(({ object }) => object.name === 'web-64fcfb4485-cgmhf');
  expect(states(ended)).toEqual(['exists ended', 'deleting ended']);
  expect(ended?.existence[0]?.toMicros).toBe(ended?.existence[1]?.fromMicros);
  const phases = ended?.conditions.find(({ type }) => type === 'phase')?.spans;
  expect(phases?.map(({ status }) => status)).toEqual(['Pending', 'Running', 'Succeeded']);
  expect(phases?.at(-1)?.toMicros).toBe(ended?.existence[1]?.toMicros);
  expect(states(lanes.find(({ object }) => object.name === 'web-dfb68cc65-vdhzt'))).toEqual(['exists still']);
});

test('what tries without doing ends nothing: dry run, refusal, conflict', () => {
  const [worker] = lanesOf(about(modern, 'deployments', 'worker'), modern);
  expect(worker?.marks).toContainEqual(expect.objectContaining({ verb: 'delete', isDryRun: true, changes: [] }));
  expect(states(worker)).toEqual(['exists still']);
});

test('a namespace goes when nothing holds it any more, and everything in it with the collections that are deleted', () => {
  const [namespace] = lanesOf(about(modern, 'namespaces', 'team-a'), modern);
  expect(states(namespace)).toEqual(['exists ended', 'deleting ended']);
  const [agents] = lanesOf(about(modern, 'daemonsets', 'node-agent-a'), modern);
  expect(states(agents).at(-1)).toMatch(/ended$/);
  expect(agents?.marks.map(({ verb }) => verb)).toContain('deletecollection');
});

test('what a policy kept no bodies of has marks and ends, and the beginning that was seen', () => {
  const [config] = lanesOf(about(modern, 'aliyunlogconfigs'), modern).filter(({ object }) => object.name !== '');
  expect(states(config)).toEqual(['exists ended']);
  expect(config?.conditions).toEqual([]);
  expect(config?.marks.every(({ body }) => body === 'none')).toBe(true);
});

test('a change says what it changed, from the body before it, or else from the patch alone', () => {
  const found = about(modern, 'deployments', 'web');
  const changes = (events: readonly RecordedEvent[]) =>
    lanesOf(events, events)[0]?.marks.flatMap((mark) => mark.changes) ?? [];
  expect(changes(found)).toContainEqual({ path: 'spec.replicas', before: '2', after: '3' });
  const patches = found.filter(({ json }) => (json as TestEvent).verb === 'patch');
  const scaled = patches.filter(({ json }) => JSON.stringify(json).includes('"path":"/spec/replicas"'));
  expect(changes(scaled.slice(0, 1))).toEqual([{ path: 'spec.replicas', before: undefined, after: '3' }]);
});

const at = (second: number): string => `2026-11-20T18:05:${String(second).padStart(2, '0')}.000000Z`;
const plain = (second: number, verb: string, resource: string, name: string, more: object = {}): RecordedEvent =>
  eventOf({
    auditID: `${second}-${name}`,
    stage: 'ResponseComplete',
    level: 'Metadata',
    verb,
    user: { username: 'ann' },
    responseStatus: { code: 200 },
    stageTimestamp: at(second),
    objectRef: { resource, namespace: 'shop', name, ...(resource === 'pods' ? {} : { apiGroup: 'apps' }) },
    ...more,
  });

test('without bodies names tell who owns whom, and only of what is there', () => {
  const events = [
    plain(1, 'create', 'deployments', 'web'),
    plain(2, 'create', 'replicasets', 'web-64fcfb4485'),
    plain(3, 'create', 'pods', 'web-64fcfb4485-cgmhf'),
    plain(4, 'create', 'pods', 'other-64fcfb4485-cgmhf'),
    plain(5, 'create', 'pods', 'web-admin'),
  ];
  const lanes = lanesOf(events.slice(2, 3), events);
  expect(lanes.map(named)).toEqual([
    '0 deployments/web',
    '1 replicasets/web-64fcfb4485',
    '2 pods/web-64fcfb4485-cgmhf',
  ]);
  expect(lanes.map(({ owner, isFound }) => [owner?.by, isFound])).toEqual([
    [undefined, false],
    ['name', false],
    ['name', true],
  ]);
});

test('what was there before is assumed to have been; what was made twice was gone in between', () => {
  const twice = [
    plain(1, 'patch', 'pods', 'a'),
    plain(2, 'delete', 'pods', 'a'),
    plain(4, 'create', 'pods', 'a'),
    plain(6, 'create', 'pods', 'a'),
  ];
  const [lane] = objectTimeline(twice, [], 500).lanes;
  expect(lane?.kind === 'object' && lane.existence.map(({ fromMicros, isAssumed }) => [fromMicros, isAssumed])).toEqual(
    [
      [500, true],
      [expect.any(Number), false],
      [expect.any(Number), false],
    ],
  );
});

test('a whole collection that is deleted without a list takes all that is known of, unless it selects', () => {
  const all = (uri: string) => plain(5, 'deletecollection', 'pods', '', { requestURI: uri });
  const pods = [plain(1, 'create', 'pods', 'a'), plain(2, 'create', 'pods', 'b')];
  const whole = lanesOf(pods, [...pods, all('/api/v1/namespaces/shop/pods')]);
  expect(whole.map((lane) => states(lane))).toEqual([['exists ended'], ['exists ended']]);
  const some = lanesOf(pods, [...pods, all('/api/v1/namespaces/shop/pods?labelSelector=x')]);
  expect(some.map((lane) => states(lane))).toEqual([['exists still'], ['exists still']]);
});

test('the stages of a request are one mark', () => {
  const stage = (name: string, second: number, code?: number) =>
    plain(1, 'get', 'pods', 'a', {
      stage: name,
      stageTimestamp: at(second),
      requestURI: '/exec',
      ...(code === undefined ? { responseStatus: undefined } : { responseStatus: { code } }),
    });
  const found = [stage('RequestReceived', 1), stage('ResponseStarted', 2, 101), stage('ResponseComplete', 3, 101)];
  expect(userTimeline(found).lanes).toEqual([
    expect.objectContaining({ user: 'ann', marks: [expect.objectContaining({ id: '1-a/ResponseComplete' })] }),
  ]);
});

test('lanes of users: whoever did most first', () => {
  const { lanes } = userTimeline(modern);
  const counts = lanes.map(({ marks, marksLeft }) => marks.length + marksLeft);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  expect(lanes.map((lane) => lane.kind === 'user' && lane.user)).toContain('bob@corp.example');
});

test('however many there are, the lanes and marks of an answer are bounded, and it says what is left out', () => {
  const many = Array.from({ length: 300 }, (_, index) => plain(index % 60, 'create', 'pods', `p${index}`));
  const timeline = objectTimeline(many, [], 0);
  expect([timeline.lanes.length, timeline.lanesLeft]).toEqual([60, 240]);
  const one = Array.from({ length: 300 }, (_, index) =>
    plain(index % 60, 'patch', 'pods', 'p', { auditID: `id-${index}` }),
  );
  const [lane] = objectTimeline(one, [], 0).lanes;
  expect([lane?.marks.length, lane?.marksLeft]).toEqual([200, 100]);
});

test('whatever an event holds, nothing throws', () => {
  const odd = fc.tuple(fc.jsonValue({ maxDepth: 6 }), fc.jsonValue({ maxDepth: 6 }));
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 4 }), (bodies) => {
      const events = bodies.map(([request, response], index) =>
        plain(index, ['create', 'patch', 'delete', 'deletecollection'][index % 4] ?? '', 'pods', 'a', {
          requestObject: request,
          responseObject: response,
          auditID: String(index),
        }),
      );
      expect(objectTimeline(events, [], 0).lanes.length).toBeLessThanOrEqual(60);
    }),
  );
  expect(objectTimeline([{ json: null, cluster: '', atMicros: 0 }], [], 0).lanes).toEqual([]);
});
