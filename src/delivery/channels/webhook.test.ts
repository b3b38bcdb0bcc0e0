import { createHmac } from 'node:crypto';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { issueCertificates } from '../../platform/testkit/certificates.ts';
import {
  sendThrough,
  startReceiver,
  type TestAnswer,
  testMessage,
  type TestReceiver,
  type TestSending,
} from './testkit.ts';
import { webhook } from './webhook.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const key = 'b94d27b9934d3e08';
const now = Date.parse('2026-11-29T08:11:12.500Z');
let answer: TestAnswer;
let receiver: TestReceiver;

beforeEach(async () => {
  answer = { body: 'ok' };
  receiver = await startReceiver(() => answer);
});
afterEach(() => receiver[Symbol.asyncDispose]());

function send({ secrets, ...test }: TestSending = {}) {
  return sendThrough(webhook, { key, now, secrets: { url: `${receiver.url}/hook?token=t`, ...secrets }, ...test });
}

function bodyAt(index: number): string {
  return receiver.received[index]?.body ?? '';
}

test('a message is type, timestamp and data', async () => {
  expect(await send()).toEqual({ kind: 'delivered', status: 200, answer: 'ok' });
  const [call] = receiver.received;
  expect(call).toMatchObject({ method: 'POST', path: '/hook?token=t' });
  expect(call?.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'webhook-id': key,
    'webhook-timestamp': String(Math.floor(now / 1000)),
  });
  expect(call?.headers['webhook-signature']).toBeUndefined();
  expect(JSON.parse(bodyAt(0))).toEqual({
    type: 'alert.firing',
    timestamp: '2026-11-29T07:00:00.000Z',
    data: { rule: 'exec-in-container' },
  });
});

test('a message that something is over says when', async () => {
  await send({ message: testMessage({ kind: 'resolved', endedAt: now }) });
  expect(JSON.parse(bodyAt(0))).toMatchObject({ type: 'alert.resolved', timestamp: '2026-11-29T08:11:12.500Z' });
});

/** As whoever receives it would check it, by the text of the Standard Webhooks specification. */
function verifies(signing: string): boolean {
  const call = receiver.received.at(-1);
  if (!call) return false;
  const { headers, body } = call;
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const bytes = Buffer.from(signing.slice('whsec_'.length), 'base64');
  const expected = `v1,${createHmac('sha256', bytes).update(signed).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}

describe('the signature', () => {
  test('is of id, time of the try and body', async () => {
    await send({ secrets: { secret }, now: now + 5000 });
    expect(receiver.received[0]?.headers['webhook-timestamp']).toBe(String(Math.floor(now / 1000) + 5));
    expect(verifies(secret)).toBe(true);
    expect(verifies(`whsec_${Buffer.alloc(32, 8).toString('base64')}`)).toBe(false);
  });

  test('is of each secret while one takes the place of another', async () => {
    const older = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
    await send({ secrets: { secret: `${secret} ${older}` } });
    expect(verifies(secret)).toBe(true);
    expect(verifies(older)).toBe(true);
  });

  test('is over text of any script', async () => {
    await send({ secrets: { secret }, message: testMessage({ data: { user: '管理员 👩‍💻 "\\' } }) });
    expect(verifies(secret)).toBe(true);
  });
});

test('the bytes of a message are the same at each try', async () => {
  await send({ secrets: { secret } });
  await send({ secrets: { secret }, now: now + 60_000 });
  expect(bodyAt(1)).toBe(bodyAt(0));
});

test('method and headers are those of the channel, and its own are not theirs', async () => {
  const headers = JSON.stringify({ 'X-Api-Key': 'k1', 'Content-Type': 'application/vnd.alert+json' });
  await send({ settings: { method: 'PUT' }, secrets: { headers } });
  expect(receiver.received[0]).toMatchObject({
    method: 'PUT',
    headers: { 'x-api-key': 'k1', 'content-type': 'application/vnd.alert+json', 'webhook-id': key },
  });
});

test('what has no room is cut, and the body says so', async () => {
  const data = { rows: Array.from({ length: 100 }, () => ({ command: 'x'.repeat(1000) })) };
  const attachments = [{ name: 'a.csv', contentType: 'text/csv', content: 'A'.repeat(60_000) }];
  const message = testMessage({ data, attachments, text: 'long '.repeat(2000) });
  await send({ message, bytes: 200_000 });
  expect(JSON.parse(bodyAt(0))).toMatchObject({ data: { rows: data.rows, attachments } });
  await send({ message, bytes: 150_000 });
  expect(JSON.parse(bodyAt(1))).toMatchObject({ data });
  expect(bodyAt(1)).not.toContain('attachments');
  await send({ message, bytes: 2000 });
  expect(Buffer.byteLength(bodyAt(2))).toBeLessThanOrEqual(2000);
  expect(JSON.parse(bodyAt(2))).toMatchObject({
    type: 'alert.firing',
    data: { isCut: true, title: 'Shell opened in web-1', facts: [{ name: 'User', value: 'alice' }, {}] },
  });
});

describe('the answer', () => {
  test.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [400, 'failed'],
    [404, 'failed'],
    [410, 'failed'],
    [413, 'too-large'],
    [500, 'retry'],
    [502, 'retry'],
    [504, 'retry'],
  ])('%i is %s', async (status, kind) => {
    answer = { status };
    expect(await send()).toMatchObject({ kind, status });
  });

  test('of 429 may say when to come back, in seconds or as a date', async () => {
    answer = { status: 429, headers: { 'retry-after': '7' } };
    expect(await send()).toMatchObject({ kind: 'retry', afterMs: 7000 });
    answer = { status: 503, headers: { 'retry-after': new Date(now + 90_500).toUTCString() } };
    expect(await send()).toMatchObject({ kind: 'retry', afterMs: 90_500 });
  });

  test('that is cut off, or leads elsewhere, is none', async () => {
    answer = { body: 'half', ends: 'cut' };
    await expect(send()).rejects.toMatchObject({ code: 'destination-unreachable' });
    answer = { status: 302, headers: { location: 'http://169.254.169.254/' } };
    await expect(send()).rejects.toMatchObject({ code: 'destination-refused' });
  });
});

test('a private address is not called unless the operator allows it', async () => {
  await expect(send({ isGuarded: true })).rejects.toMatchObject({ code: 'destination-refused' });
  expect(receiver.received).toEqual([]);
});

test('both sides show certificates where the channel has one', async () => {
  const { ca, server: own, client } = await issueCertificates();
  const seen: boolean[] = [];
  const server = https.createServer({ ...own, ca, requestCert: true }, (request, response) => {
    seen.push((request.socket as TLSSocket).authorized);
    response.end('ok');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const settings = { ca, certificate: client.cert };
    expect(await send({ settings, secrets: { url, privateKey: client.key } })).toMatchObject({ kind: 'delivered' });
    expect(seen).toEqual([true]);
    for (const refused of [{ ca }, {}])
      await expect(send({ settings: refused, secrets: { url } })).rejects.toMatchObject({
        code: 'destination-unreachable',
      });
  } finally {
    server.close();
  }
});

test('secrets and settings are held to their form', () => {
  const takes = (name: string, value: unknown): boolean =>
    webhook.secrets.find((one) => one.name === name)?.value?.safeParse(value).success ?? false;
  expect(takes('secret', secret)).toBe(true);
  expect(takes('secret', `${secret} ${secret}`)).toBe(true);
  expect(takes('secret', 'whsec_c2hvcnQ=')).toBe(false);
  expect(takes('headers', { 'X-A': 'b' })).toBe(true);
  expect(takes('headers', { 'X-A': 'b\r\nX-C: d' })).toBe(false);
  expect(takes('headers', { 'Webhook-Id': 'mine' })).toBe(false);
  expect(takes('headers', { Host: 'internal' })).toBe(false);
  expect(takes('privateKey', 'text')).toBe(false);
  expect(webhook.settings.safeParse({ method: 'GET' }).success).toBe(false);
});

test('a template makes the body, and its fault is named in the built-in one', async () => {
  const template = '{"text": "{{ alert.user }} did it", "rows": {{ alert.rows }}, "rule": "{{ rule }}"}';
  const data = { user: '"},{"evil": "\\', rows: [1, 2], rule: 'exec' };
  await send({ settings: { template }, message: testMessage({ data }) });
  expect(JSON.parse(bodyAt(0))).toEqual({ text: `${data.user} did it`, rows: [1, 2], rule: 'exec' });
  const escaped = '{"html": "{{ u | escape_html }}", "json": {{ u | to_json }}, "quoted": {{ u | quote }}}';
  await send({ settings: { template: escaped }, message: testMessage({ data: { u: 'x\\' } }) });
  expect(JSON.parse(bodyAt(1))).toEqual({ html: 'x\\', json: 'x\\', quoted: 'x\\' });
  await send({ settings: { template: '{{ 1 // 0 }}' }, message: testMessage({ data }) });
  expect(JSON.parse(bodyAt(2))).toMatchObject({
    type: 'alert.firing',
    data: { ...data, template_fault: expect.stringMatching(/./) },
  });
  expect(webhook.settings.safeParse({ template: '{% if %}' }).success).toBe(false);
});
