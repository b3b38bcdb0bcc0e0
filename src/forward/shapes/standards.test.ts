import { expect, test } from 'vitest';
import { recordedLines } from '../../../test/support/recorded.ts';
import { storedEvent } from '../testkit.ts';
import { shapes } from './registry.ts';

const exec = {
  kind: 'Event',
  level: 'Metadata',
  auditID: 'a-1',
  stage: 'ResponseStarted',
  requestURI: '/api/v1/namespaces/n/pods/p/exec?command=sh',
  verb: 'create',
  user: { username: 'ann', uid: 'u1', groups: ['g'] },
  sourceIPs: ['10.0.0.1', 'not an address'],
  userAgent: 'kubectl',
  objectRef: { resource: 'pods', subresource: 'exec', namespace: 'n', name: 'p', apiVersion: 'v1' },
  responseStatus: { code: 101 },
  requestReceivedTimestamp: '2026-11-20T18:05:41.208000Z',
  stageTimestamp: '2026-11-20T18:05:42.000000Z',
  annotations: { 'authorization.k8s.io/decision': 'allow' },
};

function written(name: keyof typeof shapes, event: object): unknown {
  const bytes = Buffer.from(JSON.stringify(event));
  return JSON.parse(
    Buffer.from(
      shapes[name].write(storedEvent({ id: 'a', bytes, timeMicros: 1_763_661_600_000_000 }), 'prod'),
    ).toString(),
  );
}

test('ECS has what was done, by whom and from where, and no name with a dot in it', () => {
  expect(written('ecs', exec)).toMatchObject({
    '@timestamp': '2025-11-20T18:00:00.000000Z',
    event: { action: 'create', outcome: 'success', id: 'a-1', original: JSON.stringify(exec) },
    orchestrator: { cluster: { name: 'prod' }, namespace: 'n', resource: { type: 'pods', name: 'p' } },
    user: { name: 'ann', id: 'u1' },
    source: { ip: '10.0.0.1' },
    kubernetes: { audit: { sourceIPs: ['10.0.0.1'], annotations: { 'authorization_k8s_io/decision': 'allow' } } },
  });
  expect(written('ecs', { ...exec, responseStatus: { code: 403 } })).toMatchObject({ event: { outcome: 'failure' } });
});

test('OCSF has the class, the activity and what that class requires', () => {
  expect(written('ocsf', exec)).toMatchObject({
    class_uid: 6003,
    activity_id: 1,
    type_uid: 600_301,
    time: 1_763_661_600_000,
    start_time: Date.parse('2026-11-20T18:05:41.208Z'),
    status_id: 1,
    actor: { user: { name: 'ann', uid: 'u1', groups: [{ name: 'g' }] } },
    api: { operation: 'create', request: { uid: 'a-1' }, response: { code: 101 } },
    src_endpoint: { ip: '10.0.0.1' },
    resources: [{ name: 'p', namespace: 'n', type: 'pods' }],
    raw_data: JSON.stringify(exec),
  });
  expect(written('ocsf', { ...exec, verb: 'deletecollection' })).toMatchObject({ activity_id: 4 });
});

test('every recorded event has every shape, and odd ones as well', () => {
  const odd = ['{}', '{"user":7,"sourceIPs":"x","objectRef":[],"responseStatus":null,"annotations":{"a":1}}'];
  for (const bytes of [...recordedLines('modern-v1.36'), ...odd.map((text) => Buffer.from(text))])
    for (const shape of Object.values(shapes)) {
      const text = Buffer.from(shape.write(storedEvent({ id: 'a', bytes }), 'prod')).toString();
      expect(() => JSON.parse(text)).not.toThrow();
    }
});
