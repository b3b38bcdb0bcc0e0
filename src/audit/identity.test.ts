import { describe, expect, test } from 'vitest';
import { recordedBodies, recordedLines } from '../../test/support/recorded.ts';
import { EventReader, IdentityReader, splitBody } from './index.ts';

const reader = new EventReader();
const identities = new IdentityReader();

function identify(event: Uint8Array | string, receivedAt = 1): string {
  const bytes = Buffer.from(event);
  expect(reader.read(bytes, 0, bytes.length, receivedAt)).toBeUndefined();
  return identities.identityOf(reader.row);
}

describe.each(['registered-v1beta1', 'modern-v1.36'] as const)('by log and by webhook, %s', (name) => {
  test('the same event has one identity, and no two events share one', () => {
    const log = recordedLines(name).map((line) => identify(line, 1));
    expect(new Set(log).size).toBe(log.length);
    const known = new Set(log);
    for (const body of recordedBodies(name))
      for (const { from, to } of splitBody(body).pieces)
        expect(known.has(identify(body.subarray(from, to), 2))).toBe(true);
  });
});

const time = '"stageTimestamp":"2026-11-20T18:05:19.347836Z"';
const event = `{"auditID":"a","stage":"ResponseComplete","requestURI":"/api","verb":"get","user":{"username":"u"},"responseStatus":{"metadata":{},"code":200},${time}}`;

test('v1 and v1beta1 are one', () => {
  const beta = event.replace(
    '{',
    '{"kind":"Event","apiVersion":"audit.k8s.io/v1beta1","metadata":{"creationTimestamp":"x"},',
  );
  expect(identify(beta)).toBe(identify(event.replace('{', '{"kind":"Event","apiVersion":"audit.k8s.io/v1",')));
});

test('bodies, annotations and the order of members do not matter', () => {
  const other = `{${time},"auditID":"a","annotations":{"audit.k8s.io/truncated":"true"},"verb":"get","user":{"username":"u"},"requestURI":"/api","responseStatus":{"metadata":{},"code":200},"stage":"ResponseComplete"}`;
  expect(identify(other)).toBe(identify(event));
});

test.each([
  ['auditID', '"a"', '"b"'],
  ['stage', 'ResponseComplete', 'Panic'],
  ['stage time', '347836', '347837'],
  ['user', '"u"', '"v"'],
  ['verb', '"get"', '"list"'],
  ['URI', '"/api"', '"/apis"'],
  ['code', '200', '201'],
  ['presence of a code', '"responseStatus":{"metadata":{},"code":200},', ''],
])('another %s is another event', (_, from, to) => {
  expect(identify(event.replace(from, to))).not.toBe(identify(event));
});

test('what one member ends with is not what the next begins with', () => {
  const make = (verb: string, uri: string): string => `{"auditID":"a","verb":"${verb}","requestURI":"${uri}",${time}}`;
  expect(identify(make('get', '/api'))).not.toBe(identify(make('ge', 't/api')));
  expect(identify(make('get', ''))).not.toBe(identify(make('', 'get')));
});

test('an event without a time of its own is the same when it comes again, and others are others', () => {
  const absurd = event.replace('2026', '9999');
  expect(identify(absurd, 1)).toBe(identify(absurd, 2));
  expect(identify(absurd, 1)).not.toBe(identify(absurd.replace('9999-11', '9999-10'), 1));
  expect(identify('{"auditID":"a","verb":"get"}', 1)).toBe(identify('{"auditID":"a","verb":"get"}', 2));
});

test('an audit id of a megabyte', () => {
  const long = `{"auditID":"${'x'.repeat(1 << 20)}",${time}}`;
  expect(identify(long)).toContain('x'.repeat(1 << 20));
});
