import { expect, test } from 'vitest';
import { recordedBodies } from '../../test/support/recorded.ts';
import { writeEnvelope } from '../audit/index.ts';
import { createBodyReader } from './body-reader.ts';
import { framesOf } from './frames.ts';
import type { ReadBody } from './read-body.ts';
import { IngestRedaction } from './redact-body.ts';
import { startReadingThreads } from './reading-threads.ts';

const origin = { clusterId: 'one', receivedAtMicros: 1_795_198_000_000_000 };
const rules = JSON.stringify([
  { resources: ['secrets'], fields: ['responseObject'] },
  { pattern: 'AKIA[0-9A-Z]{4}|2026|get|00000000' },
]);
const event = {
  kind: 'Event',
  level: 'RequestResponse',
  auditID: '00000000-0000-4000-8000-000000000001',
  stage: 'ResponseComplete',
  verb: 'get',
  requestURI: '/api/v1/secrets/a?key=AKIA0000',
  user: { username: 'ann' },
  objectRef: { resource: 'secrets', name: 'a' },
  responseObject: { data: { password: 'c2VjcmV0' } },
  stageTimestamp: '2026-11-20T18:05:19.347836Z',
};

function eventsIn({ frames }: Pick<ReadBody, 'frames'>): readonly string[] {
  return [...framesOf(frames)].map(({ from, to }) => frames.toString('utf8', from, to));
}

/** `null`: as a large body, of which it is not known yet when it was received. */
async function read(text: string | Uint8Array, given: string, from: typeof origin | null = origin): Promise<ReadBody> {
  const body = await createBodyReader().read(Buffer.from(text), from ?? undefined, given);
  if (!body) throw new Error('it has too many events');
  return body;
}

function identitiesOf({ encoding }: Pick<ReadBody, 'encoding'>): readonly string[] {
  const { identities } = encoding ?? {};
  return Array.from({ length: identities?.length ?? 0 }, (_, index) => identities?.textAt(index) ?? '');
}

test('what the rules name is in no byte that is kept, the event says so, and what tells events apart stays', async () => {
  const list = JSON.stringify({ kind: 'EventList', items: [event, { ...event, objectRef: { resource: 'pods' } }] });
  for (const from of [origin, null]) {
    const [first = '', second = ''] = eventsIn(await read(list, rules, from));
    const { responseObject, ...rest } = event;
    const kept = { ...rest, requestURI: '/api/v1/secrets/a?key=[redacted]' };
    expect(JSON.parse(first)).toEqual({
      ...kept,
      annotations: { 'whodunit/redacted': 'responseobject, texts by a pattern' },
    });
    expect(JSON.parse(second)).toEqual({
      ...kept,
      responseObject,
      objectRef: { resource: 'pods' },
      annotations: { 'whodunit/redacted': 'texts by a pattern' },
    });
  }
});

test('an event in an envelope stays in it, and what cannot be read stays as it came', async () => {
  const wrapper = '{"tag":"kept"}';
  const envelope = Buffer.from(writeEnvelope(Buffer.from(wrapper), Buffer.from(JSON.stringify(event))));
  const broken = '{"kind":"Event","auditID":"AKIA0000"';
  const body = await read(Buffer.concat([envelope, Buffer.from(broken)]), rules);
  const [only = ''] = eventsIn(body);
  expect(JSON.parse(only)).toMatchObject({ wrapper: { tag: 'kept' }, event: { auditID: event.auditID } });
  expect(only).not.toContain('c2VjcmV0');
  const [piece] = body.unreadable;
  expect(body.body?.subarray(piece?.from, piece?.to).toString()).toBe(broken);
});

test('recorded bodies of which nothing is taken out are read as without rules, in a thread as well', async () => {
  const threads = startReadingThreads();
  const idle = JSON.stringify([{ pattern: 'no such text' }, { fields: ['user.extra.nothing'] }]);
  for (const body of recordedBodies('modern-v1.36').slice(0, 20)) {
    const plain = await read(body, '');
    const same = await read(body, idle);
    const inThread = await threads.read(Uint8Array.from(body), origin, idle);
    for (const one of [same, inThread]) {
      expect(one?.frames.equals(plain.frames)).toBe(true);
      expect(one?.encoding?.block.bytes).toEqual(plain.encoding?.block.bytes);
      expect(one && identitiesOf(one)).toEqual(identitiesOf(plain));
      expect(one?.traits).toEqual(plain.traits);
    }
  }
  await threads.close();
});

test('an event that comes again is the same after the same rules', async () => {
  const once = identitiesOf(await read(JSON.stringify(event), rules));
  expect(once).toHaveLength(1);
  expect(identitiesOf(await read(JSON.stringify(event), rules))).toEqual(once);
});

test.each([[[{ fields: ['auditID'] }]], [[{ fields: ['AuditId'] }]], [[{ pattern: '(' }]], [[{}]], [[{ fields: [] }]]])(
  '%j are no rules',
  (given) => {
    expect(IngestRedaction.safeParse(given).success).toBe(false);
  },
);
