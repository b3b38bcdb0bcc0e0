import { expect, test } from 'vitest';
import { type SinkAnswer, startSink } from '../testkit.ts';
import { recordedParcel, sendParcel } from './testkit.ts';
import { destinationTypes } from './registry.ts';

const page = '\n<!DOCTYPE html>\n<html><title>Sign in</title></html>';
const given: Readonly<Record<string, (url: string) => { settings?: object; secrets?: Record<string, string> }>> = {
  elasticsearch: (url) => ({ settings: { url } }),
  loki: (url) => ({ settings: { url } }),
  otlp: (url) => ({ settings: { url } }),
  s3: (url) => ({ settings: { url, bucket: 'archive', accessKeyId: 'a' }, secrets: { secretAccessKey: 'b' } }),
  sls: (url) => ({
    settings: { url, region: 'cn-hangzhou', logstore: 'audit', accessKeyId: 'a' },
    secrets: { accessKeySecret: 'b' },
  }),
  splunk: (url) => ({ settings: { url }, secrets: { token: 't' } }),
  victorialogs: (url) => ({ settings: { url } }),
  'kubernetes-audit': (url) => ({ secrets: { url } }),
  webhook: (url) => ({ secrets: { url } }),
};

async function kindOf(name: string, answer: SinkAnswer): Promise<string> {
  await using sink = await startSink(() => answer);
  const type = destinationTypes.find((one) => one.type === name);
  if (!type) throw new Error(`there is no type ${name}`);
  const { settings = {}, ...rest } = given[name]?.(sink.url) ?? {};
  return (await sendParcel(type, { events: recordedParcel(2, type.shapes[0]), settings, ...rest })).kind;
}

const { 'kubernetes-audit': _, ...others } = given;

test.each(Object.keys(others))('%s: a page of 200 has taken nothing, and may be gone soon', async (name) => {
  expect(await kindOf(name, { headers: { 'content-type': 'text/html' }, body: page })).toBe('retry');
});

test.each([
  ['loki', { status: 200 }, 'retry'],
  ['loki', { status: 204 }, 'sent'],
  ['otlp', { body: 'OK' }, 'retry'],
  ['otlp', {}, 'sent'],
  ['otlp', { body: '{}' }, 'sent'],
  ['s3', { headers: { etag: '"a"' } }, 'sent'],
  ['splunk', { body: '{"text":"Success","code":0}' }, 'sent'],
  ['splunk', { body: '{"text":"No data","code":5}' }, 'retry'],
  ['victorialogs', {}, 'sent'],
  ['webhook', { status: 202, body: 'taken <b>all</b>' }, 'sent'],
  // What Falco says.
  ['kubernetes-audit', { body: '<html><body>Ok</body></html>' }, 'sent'],
] satisfies [string, SinkAnswer, string][])('%s: %j is %s', async (name, answer, kind) => {
  expect(await kindOf(name, answer)).toBe(kind);
});
