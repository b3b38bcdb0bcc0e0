import { expect, test } from 'vitest';
import { recordedLines } from '../../test/support/recorded.ts';
import type { BodyRequests } from './body-requests.ts';
import { createBodyReader } from './body-reader.ts';

interface Told {
  readonly id: string;
  readonly stage: string;
  readonly verb?: string;
  readonly user?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly uri?: string;
}

function line({ id, stage, verb = 'get', user = 'ann', resource = 'pods', subresource, uri = '/x' }: Told): string {
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: id,
    stage,
    requestURI: uri,
    verb,
    user: { username: user },
    ...(resource === '' ? {} : { objectRef: { resource, namespace: 'shop', ...(subresource ? { subresource } : {}) } }),
    stageTimestamp: '2026-11-21T00:00:00.000000Z',
  });
}

const reader = createBodyReader();

async function requestsIn(text: string): Promise<BodyRequests> {
  const read = await reader.read(Buffer.from(text), { clusterId: 'c', receivedAtMicros: 1_763_700_000_000_000 });
  if (!read?.traits) throw new Error('the body was not read');
  return read.traits.requests;
}

const told = (...events: readonly Told[]): Promise<BodyRequests> => requestsIn(events.map(line).join('\n'));
const [begins, ends] = ['RequestReceived', 'ResponseComplete'];

test('a request that begins and ends in a body is known by its kind alone', async () => {
  const { begun, ended, endedKinds } = await told({ id: 'a', stage: begins }, { id: 'a', stage: ends });
  expect([begun.size, ended.length, endedKinds.length]).toEqual([0, 0, 1]);
});

test('one that ends elsewhere and one that began elsewhere have the same number', async () => {
  const first = await told({ id: 'a', stage: begins }, { id: 'b', stage: begins }, { id: 'b', stage: 'Panic' });
  const second = await told({ id: 'a', stage: ends });
  expect([...first.begun.keys()]).toEqual(second.ended);
  expect(first.endedKinds).toEqual([...first.begun.values()]);
});

test('kinds are told apart by what a policy tells requests apart by', async () => {
  const kinds = await told(
    { id: '1', stage: begins },
    { id: '2', stage: begins, user: 'ben' },
    { id: '3', stage: begins, verb: 'list' },
    { id: '4', stage: begins, resource: 'secrets' },
    { id: '5', stage: begins, subresource: 'status' },
    { id: '6', stage: begins, resource: '', uri: '/healthz?verbose' },
    { id: '7', stage: begins, resource: '', uri: '/healthz' },
    { id: '8', stage: begins, uri: '/elsewhere' },
  );
  const numbers = [...kinds.begun.values()];
  expect(new Set(numbers).size).toBe(6);
  expect(numbers[5]).toBe(numbers[6]);
  expect(numbers[7]).toBe(numbers[0]);
});

test('requests that run as long as the client likes, or whose response began, are not waited for', async () => {
  const { begun } = await told(
    { id: '1', stage: begins, verb: 'watch' },
    { id: '2', stage: begins, subresource: 'exec' },
    { id: '3', stage: begins, subresource: 'log' },
    { id: '4', stage: begins },
    { id: '4', stage: 'ResponseStarted' },
  );
  expect(begun.size).toBe(0);
});

test('a body of ends alone takes little, and says that more have ended', async () => {
  const { ended, isCut } = await told(
    ...Array.from({ length: 3000 }, (_, index) => ({ id: `a${index}`, stage: ends })),
  );
  expect([ended.length, isCut]).toEqual([2048, true]);
});

test('recorded traffic whose policy leaves out RequestReceived begins nothing', async () => {
  const lines = recordedLines('ack-v1').slice(0, 500);
  const { begun, endedKinds } = await requestsIn(
    Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')])).toString(),
  );
  expect([begun.size, endedKinds.length]).toEqual([0, 0]);
});
