import { expect, test } from 'vitest';
import { storedEvent } from '../testkit.ts';
import { flat } from './flat.ts';

test('an event is one object without objects in it, and every number keeps its digits', () => {
  const text = `{"kind":"Event","auditID":"a","user":{"username":"ann","groups":["g","h"],"extra":{}},
"objectRef":{"namespace":"n"},"responseStatus":{"code":200},"requestObject":{"spec":{"replicas":123456789012345678901}},
"annotations":{"authorization.k8s.io/decision":"allow"},"odd":{"n":1e400,"deep":[{"a":1}]}}`;
  const written = flat.write(
    storedEvent({ id: 'a', bytes: Buffer.from(text), receivedAtMicros: 1_763_661_600_000_000 }),
    'prod',
  );
  const shown = Buffer.from(written).toString();
  expect(shown).toContain('"odd.n":1e400');
  expect(JSON.parse(shown)).toMatchObject({
    auditID: 'a',
    'user.username': 'ann',
    'user.groups': ['g', 'h'],
    'user.extra': {},
    'objectRef.namespace': 'n',
    'responseStatus.code': 200,
    requestObject: '{"spec":{"replicas":123456789012345678901}}',
    'annotations.authorization.k8s.io/decision': 'allow',
    'odd.deep': [{ a: 1 }],
    cluster: 'prod',
    receivedAt: '2025-11-20T18:00:00.000Z',
  });
});

test('what is nested without end costs no stack', () => {
  const deep = `{"auditID":"a","x":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`;
  const written = Buffer.from(flat.write(storedEvent({ id: 'a', bytes: Buffer.from(deep) }), 'prod')).toString();
  expect(written).toContain(`"x.a.a.a.a.a.a.a.a":{"a":`);
});
