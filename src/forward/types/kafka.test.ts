import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createAddressGuard, createConnector } from '../../platform/index.ts';
import { issueCertificates } from '../../platform/testkit/certificates.ts';
import { type Mishap, startFakeBroker } from '../kafka/testkit.ts';
import { kafka } from './kafka.ts';
import { firstReceipt, recordedParcel, sendParcel } from './testkit.ts';

const events = recordedParcel(200, 'raw');
const [one] = events;
const settingsOf = (...urls: string[]) => ({ urls, topic: 'audit' });
const texts = (values: readonly { readonly value?: Uint8Array; readonly body?: Uint8Array }[]): string[] =>
  values.map(({ value, body }) => Buffer.from(value ?? body ?? '').toString());

test.each(['none', 'gzip', 'zstd'])(
  'with the compression %s, events are records of one partition, in order, as they were received',
  async (compression) => {
    await using broker = await startFakeBroker();
    const settings = { ...settingsOf(broker.url), compression };
    expect(await sendParcel(kafka, { events, settings })).toEqual({ kind: 'sent', answer: '' });
    expect(texts(broker.records)).toEqual(events.map(({ original }) => Buffer.from(original).toString()));
    const [first] = broker.records;
    expect(new Set(broker.records.map(({ partition }) => partition)).size).toBe(1);
    expect(first).toMatchObject({
      timestamp: firstReceipt / 1000,
      key: 'Prod',
      headers: { key: one.key, cluster: 'Prod' },
    });
  },
);

test('another broker is asked where one cannot be reached, and the one that leads is sent to', async () => {
  await using leader = await startFakeBroker();
  await using broker = await startFakeBroker({ leader: { host: '127.0.0.1', port: leader.port } });
  const settings = settingsOf('tcp://127.0.0.1:1', broker.url);
  expect(await sendParcel(kafka, { events, settings })).toMatchObject({ kind: 'sent' });
  expect([leader.records.length, broker.records.length]).toEqual([200, 0]);
});

test.each([
  ['a connection that breaks before it is stored', 'break-before'],
  ['a connection that breaks before it is answered', 'break-after'],
  ['a leader that changes', 6],
  ['too few replicas', 19],
] satisfies [string, Mishap][])('%s is got over, and the batch is there once', async (_, mishap) => {
  await using broker = await startFakeBroker({ mishaps: [mishap] });
  expect(await sendParcel(kafka, { events, settings: settingsOf(broker.url) })).toMatchObject({ kind: 'sent' });
  expect([broker.batches.length, broker.records.length]).toEqual([2, 200]);
});

test.each([
  [19, 'retry', 'NOT_ENOUGH_REPLICAS'],
  [29, 'stopped', 'TOPIC_AUTHORIZATION_FAILED'],
  [10, 'too-large', 'MESSAGE_TOO_LARGE'],
  [87, 'refused', 'INVALID_RECORD'],
  [32, 'refused', 'INVALID_TIMESTAMP'],
  [-1, 'retry', 'UNKNOWN_SERVER_ERROR'],
  [999, 'retry', 'error 999'],
] as const)('error %i is %s', async (error, kind, answer) => {
  await using broker = await startFakeBroker({ mishaps: [error, error, error, error] });
  const outcome = await sendParcel(kafka, { events, settings: settingsOf(broker.url) });
  expect(outcome).toEqual({ kind, answer, status: error });
});

test('a batch that is too large for the topic is told as too large', async () => {
  await using broker = await startFakeBroker({ mostBytes: 1000 });
  expect(await sendParcel(kafka, { events, settings: settingsOf(broker.url) })).toMatchObject({ kind: 'too-large' });
});

test('a topic that is not there stops it', async () => {
  await using broker = await startFakeBroker();
  const settings = { ...settingsOf(broker.url), topic: 'no.such-topic' };
  expect(await sendParcel(kafka, { events, settings })).toMatchObject({
    kind: 'stopped',
    answer: 'cannot find topic "no.such-topic": UNKNOWN_TOPIC_OR_PARTITION',
  });
});

test('a broker that hangs is given up with the call', async () => {
  await using broker = await startFakeBroker({ mishaps: ['hang'] });
  const stop = new AbortController();
  const sent = sendParcel(kafka, { events, settings: settingsOf(broker.url), signal: stop.signal });
  await expect.poll(() => broker.batches.length).toBe(1);
  stop.abort(new Error('the server stops'));
  await expect(sent).rejects.toThrow('the server stops');
});

test('a broker that is told by another, and is not of the internet, is not called, by its address or by a name', async () => {
  await using target = await startFakeBroker();
  const guard = createAddressGuard(['127.0.0.1/32']);
  if ('notANetwork' in guard) throw new Error(guard.notANetwork);
  const connector = createConnector({ guard, resolve: async () => [{ address: '127.0.0.2', family: 4 }] });
  for (const host of ['127.0.0.2', '10.1.2.3', '[::1]', '169.254.169.254', 'broker.example']) {
    await using broker = await startFakeBroker({ leader: { host, port: target.port } });
    const sent = sendParcel(kafka, { events, settings: settingsOf(broker.url), connector });
    await expect(sent).rejects.toMatchObject({ code: 'destination-refused' });
    expect([broker.batches.length, target.batches.length]).toEqual([0, 0]);
  }
});

describe('signing in', () => {
  const user = { name: 'a=b,c', password: 'p,=w' };

  test.each(['plain', 'scram-sha-256', 'scram-sha-512'])('by %s', async (sasl) => {
    await using broker = await startFakeBroker({ user: sasl === 'plain' ? user : { ...user, name: 'who' } });
    const settings = { ...settingsOf(broker.url), sasl, username: sasl === 'plain' ? user.name : 'who' };
    const sent = await sendParcel(kafka, { events, settings, secrets: { password: user.password } });
    expect([sent, broker.records.length]).toEqual([{ kind: 'sent', answer: '' }, 200]);
    const other = await sendParcel(kafka, { events, settings, secrets: { password: 'wrong' } });
    expect(other).toMatchObject({ kind: 'stopped', status: 58, answer: expect.stringContaining('wrong user') });
  });

  test('is asked for where it is not done, and has what it takes', async () => {
    await using broker = await startFakeBroker({ user });
    await expect(sendParcel(kafka, { events, settings: settingsOf(broker.url) })).rejects.toThrow('closed');
    const settings = { ...settingsOf(broker.url), sasl: 'plain', username: 'who' };
    expect(await sendParcel(kafka, { events, settings })).toMatchObject({ kind: 'stopped' });
  });
});

describe('TLS', () => {
  test('takes the authority that is given, and shows the certificate', async () => {
    const { ca, server, client } = await issueCertificates();
    await using broker = await startFakeBroker({ tls: { ...server, ca, requestCert: true } });
    const settings = { ...settingsOf(broker.url), ca };
    const secrets = { privateKey: client.key };
    const given = { ...settings, certificate: client.cert };
    expect(await sendParcel(kafka, { events, settings: given, secrets })).toMatchObject({ kind: 'sent' });
    expect(broker.records).toHaveLength(200);
    const { ca: _, ...untrusted } = given;
    await expect(sendParcel(kafka, { events, settings: untrusted, secrets })).rejects.toMatchObject({
      code: 'destination-unreachable',
    });
  });
});

test.each([
  // An alert of TLS: a handshake was expected.
  [Buffer.from('15030300020228', 'hex'), 'its address begins with tls://'],
  ['HTTP/1.1 400 Bad Request\r\n\r\n', 'does not speak the protocol of Kafka'],
  ['', 'it may speak TLS, or want `sasl`'],
  [Buffer.from('000000080000000900000000', 'hex'), 'it answers what was not asked'],
  [Buffer.from('000000080000000100000000', 'hex'), 'its answer is cut off'],
])('what is no broker is told as such: it says %s', async (said, answer) => {
  const server = createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end(said)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const settings = settingsOf(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await expect(sendParcel(kafka, { events, settings })).rejects.toThrow(answer);
  server.close();
});

test.each([
  { urls: [] },
  { urls: ['https://127.0.0.1:9092'] },
  { urls: ['tls://127.0.0.1'] },
  { urls: ['tls://user:word@127.0.0.1:9092'] },
  { urls: ['tls://127.0.0.1:9092/path'] },
  { urls: ['tls://127.0.0.1:9092', 'tcp://127.0.0.1:9093'] },
  { topic: '..' },
  { topic: 'a b' },
  { sasl: 'gssapi' },
])('%j is no setting', (wrong) => {
  expect(kafka.settings.safeParse({ urls: ['tls://127.0.0.1:9092'], topic: 'audit', ...wrong }).success).toBe(false);
});
