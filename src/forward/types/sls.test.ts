import { createHash, createHmac } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Call, type SinkAnswer, startSink } from '../testkit.ts';
import { sls } from './sls.ts';
import { recordedParcel, sendParcel } from './testkit.ts';

const secrets = { accessKeySecret: 's3cret-of-the-key' };
const settingsOf = (url: string) => ({ url, region: 'cn-hangzhou', logstore: 'k8s-audit', accessKeyId: 'LTAI5t' });

/** Whether a call is signed, by what of it has arrived. */
function isSigned({ method, path, headers, body }: Call): boolean {
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const names = Object.keys(headers).filter((name) => /^(content-type|host|x-log-.*|x-acs-.*)$/.test(name));
  names.sort();
  const [resource = '', query = ''] = path.split('?');
  const lines = names.map((name) => `${name}:${String(headers[name])}\n`).join('');
  const canonical = `${method}\n${resource}\n${query}\n${lines}\n${names.join(';')}\n${bodyHash}`;
  const date = String(headers['x-log-date']);
  const scope = `${date.slice(0, 8)}/cn-hangzhou/sls/aliyun_v4_request`;
  let key: Buffer = Buffer.from(`aliyun_v4${secrets.accessKeySecret}`);
  for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest();
  const canonicalHash = createHash('sha256').update(canonical).digest('hex');
  const signature = createHmac('sha256', key)
    .update(`SLS4-HMAC-SHA256\n${date}\n${scope}\n${canonicalHash}`)
    .digest('hex');
  return headers.authorization === `SLS4-HMAC-SHA256 Credential=LTAI5t/${scope},Signature=${signature}`;
}

/** A service that takes what is signed. */
const service = (call: Call): SinkAnswer =>
  isSigned(call) && call.headers['x-log-content-sha256'] === createHash('sha256').update(call.body).digest('hex')
    ? { headers: { 'x-log-requestid': '1' } }
    : { status: 401, body: '{"errorCode":"SignatureNotMatch","errorMessage":"signature not matched"}' };

type Field = readonly [number: number, value: number | Buffer];

/** The fields of a message of Protocol Buffers, in order. */
function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  function varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }
  while (at < message.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) fields.push([tag >> 3, varint()]);
    else {
      const length = wire === 5 ? 4 : varint();
      fields.push([tag >> 3, message.subarray(at, at + length)]);
      at += length;
    }
  }
  return fields;
}

const all = (fields: readonly Field[], number: number): Buffer[] =>
  fields.flatMap(([own, value]) => (own === number && Buffer.isBuffer(value) ? [value] : []));
const pairOf = (message: Buffer): string[] => fieldsOf(message).map(([, value]) => value.toString());

test('events are a group of logs, with the time, the members and the identity of each, and the call is signed', async () => {
  await using sink = await startSink(service);
  const events = recordedParcel(50, 'raw');
  expect(await sendParcel(sls, { events, settings: settingsOf(sink.url), secrets })).toMatchObject({ kind: 'sent' });
  const [call] = sink.calls;
  const group = inflateSync(call?.body ?? '');
  expect(call?.headers).toMatchObject({
    'content-type': 'application/x-protobuf',
    'x-log-bodyrawsize': String(group.length),
    'x-log-compresstype': 'deflate',
  });
  const fields = fieldsOf(group);
  expect([all(fields, 4).map(String), all(fields, 6).map(pairOf)]).toEqual([['Prod'], [['cluster', 'Prod']]]);
  const logs = all(fields, 1).map(fieldsOf);
  expect(logs).toHaveLength(50);
  for (const [index, log] of logs.entries()) {
    const contents = Object.fromEntries(all(log, 2).map(pairOf)) as Record<string, string>;
    const { __key__: key, ...members } = contents;
    const event = events[index];
    expect(key).toBe(event?.key);
    const original = JSON.parse(Buffer.from(event?.original ?? '').toString()) as Record<string, unknown>;
    const given = Object.entries(members).map(([name, text]) => [
      name,
      typeof original[name] === 'string' ? text : (JSON.parse(text) as unknown),
    ]);
    expect(given).toEqual(Object.entries(original));
    const seconds = log.find(([number]) => number === 1)?.[1];
    const nanoseconds = all(log, 4)[0]?.readUInt32LE(0);
    expect([seconds, nanoseconds]).toEqual([
      Math.floor((event?.timeMicros ?? 0) / 1_000_000),
      ((event?.timeMicros ?? 0) % 1_000_000) * 1000,
    ]);
  }
});

test('all events of a cluster go to one shard, unless that is not asked for', async () => {
  await using sink = await startSink(service);
  const events = recordedParcel(1, 'flat');
  const settings = settingsOf(sink.url);
  for (const more of [{}, {}, { keepOrder: false, compression: 'none' }])
    expect(await sendParcel(sls, { events, settings: { ...settings, ...more }, secrets })).toMatchObject({
      kind: 'sent',
    });
  const [first, second, third] = sink.calls.map(({ path }) => path);
  expect(first).toMatch(/^\/logstores\/k8s-audit\/shards\/route\?key=[0-9a-f]{32}$/);
  expect([second, third]).toEqual([first, '/logstores/k8s-audit/shards/lb']);
});

test('a key that holds for a while is signed with its token, and a wrong key stops it', async () => {
  await using sink = await startSink(service);
  const given = { events: recordedParcel(1, 'raw'), settings: settingsOf(sink.url) };
  expect(await sendParcel(sls, { ...given, secrets: { ...secrets, securityToken: 't0ken' } })).toMatchObject({
    kind: 'sent',
  });
  expect(sink.calls[0]?.headers['x-acs-security-token']).toBe('t0ken');
  expect(await sendParcel(sls, { ...given, secrets: { accessKeySecret: 'other' } })).toMatchObject({ kind: 'stopped' });
});

test.each([
  [403, 'WriteQuotaExceed', 'retry'],
  [403, 'ShardWriteQuotaExceed', 'retry'],
  [403, 'InvalidAccessKeyId', 'stopped'],
  [404, 'LogStoreNotExist', 'stopped'],
  [400, 'PostBodyTooLarge', 'too-large'],
  [400, 'InvalidTimestamp', 'refused'],
  [400, 'PostBodyInvalid', 'refused'],
  // The clock is wrong: no event is to be set aside for that.
  [400, 'RequestTimeExpired', 'stopped'],
  [413, '', 'too-large'],
  [500, 'InternalServerError', 'retry'],
] as const)('%i %s is %s', async (status, errorCode, kind) => {
  await using sink = await startSink(() => ({ status, body: JSON.stringify({ errorCode, errorMessage: 'so' }) }));
  const events = recordedParcel(2, 'raw');
  expect(await sendParcel(sls, { events, settings: settingsOf(sink.url), secrets })).toMatchObject({ kind, status });
});

test('what is older than SLS takes is set aside without asking', () => {
  const settings = sls.settings.parse(settingsOf('https://p.example'));
  const [event] = recordedParcel(1, 'raw');
  const hours = (count: number): number => event.timeMicros + count * 3_600_000_000;
  expect([sls.whyNot?.(event, settings, hours(166)), sls.whyNot?.(event, settings, hours(168))]).toEqual([
    undefined,
    'it is older than 167 hours',
  ]);
});

test('what a call may have is within what SLS takes', () => {
  const { events, bytes, eventBytes } = sls.limits(sls.settings.parse(settingsOf('https://p.example')));
  expect([events <= 4096, bytes < 3 << 20, eventBytes < 1 << 20]).toEqual([true, true, true]);
});
