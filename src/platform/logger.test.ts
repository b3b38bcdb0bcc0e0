import { expect, test } from 'vitest';
import { createLogger, withoutSecrets } from './logger.ts';

function linesOf(log: (logger: ReturnType<typeof createLogger>) => void): string {
  let lines = '';
  log(createLogger('debug', { write: (line) => (lines += line) }));
  return lines;
}

test('a line is one JSON document with level, time and message', () => {
  const line = linesOf((logger) => logger.info({ cluster: 'prod' }, 'received'));
  expect(JSON.parse(line)).toMatchObject({ level: 'info', cluster: 'prod', msg: 'received' });
  expect(JSON.parse(line).time).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test.each([
  ['a header of a request', { req: { headers: { authorization: 'Bearer SECRET', cookie: 'a=SECRET' } } }],
  ['a header by itself', { authorization: 'SECRET' }],
  ['headers alone', { headers: { authorization: 'SECRET', 'x-csrf-token': 'SECRET' } }],
  ['the path of the webhook', { req: { url: '/ingest/v1/token/SECRET/audit?wait=stored' } }],
  ['the path inside an error', { err: new Error('cannot POST https://x:1/ingest/v1/token/SECRET/audit') }],
  ['an encoded path', { referer: '/x?u=%2Fingest%2Fv1%2Ftoken%2FSECRET%2Faudit' }],
  ['a credential in a text', { detail: 'sent "Authorization: bearer SECRET" to it' }],
  ['a token of ours in a text', { detail: 'used wdingest_SECRET-SECRET here' }],
])('no secret is logged in %s', (_, fields) => {
  const line = linesOf((logger) => logger.warn(fields, 'something'));
  expect(line).not.toContain('SECRET');
  expect(() => JSON.parse(line)).not.toThrow();
});

test('no secret is logged in the message itself, and what is no secret stays', () => {
  const line = linesOf((logger) => logger.error('POST /ingest/v1/token/abc/audit by bob'));
  expect(JSON.parse(line).msg).toBe('POST /ingest/v1/token/[redacted]/audit by bob');
  expect(withoutSecrets('GET /api/v1/clusters/prod/tokens')).toBe('GET /api/v1/clusters/prod/tokens');
});
