import { EventReader } from '../../audit/index.ts';
import { describe, expect, test } from 'vitest';
import { compileMatcher } from './matcher.ts';
import { parseSearch } from './parse.ts';
import { SearchedEvent } from './searched-event.ts';
import { wordMatcher } from './word-pattern.ts';

const line = JSON.stringify({
  level: 'Request',
  auditID: '16ef1f07-37d0-4f3e-a111-9afcf0a88042',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/shop/secrets/db',
  verb: 'get',
  user: { username: 'system:serviceaccount:shop:web' },
  userAgent: `curl/8.0 ${'a'.repeat(100_000)}`,
  objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
  responseStatus: { code: 403 },
  requestObject: { spec: { big: 'BIG', replicas: 3 } },
  stageTimestamp: '2026-11-20T18:05:19.347836Z',
}).replace('"BIG"', '9007199254740993');

function eventOf(text: string): SearchedEvent {
  const reader = new EventReader();
  const bytes = new TextEncoder().encode(text);
  reader.read(bytes, 0, bytes.length, 1_795_198_000_000_000);
  return new SearchedEvent(reader.row, 'c1');
}

const clusters = [
  { id: 'c1', name: 'Production EU' },
  { id: 'c2', name: 'staging' },
];

function matcherOf(search: string) {
  const parsed = parseSearch(search);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  return compileMatcher(parsed.value, { clusters });
}

describe('compileMatcher', () => {
  const event = eventOf(line);
  // The property tests on the engine hold it to fields of events; these are about the event.
  test.each([
    ['__cluster__: production', true],
    ['cluster: prod*', true],
    ['cluster: staging', false],
    ['cluster: *', true],
    ['__time__ = 1795197919', true],
    ['__time__ > 1795197919', false],
    ['__time_ns_part__ in [347836000 347836000]', true],
    ['__receive_time__ >= 1795198000', true],
    ['__topic__: x', false],
    ['__topic__: ""', true],
    ['requestObject.spec.big = 9007199254740993', false],
    ['requestObject.spec.big: 9007199254740993', true],
    ['derived.serviceAccountName: web', true],
    ['responseStatus.code in [400 499] and objectRef.resource: secrets not verb: list', true],
    ['userAgent: a*a*a*a*a*a*a*b', false],
  ])('%s is %s', (search, expected) => {
    expect(matcherOf(search).matches(event)).toBe(expected);
  });

  test('has the diagnostics of the search, and matches nothing where one is an error', () => {
    const { matches, diagnostics } = matcherOf('not nosuchfield: x');
    expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-field']);
    expect(matches(event)).toBe(false);
  });
});

describe('wordMatcher', () => {
  const many = { kind: 'many' } as const;
  const one = { kind: 'one' } as const;
  const text = (value: string) => ({ kind: 'text', text: value }) as const;

  test.each([
    [[text('ab'), many, text('bc')], 'abc', false],
    [[text('ab'), many, text('bc')], 'abbc', true],
    [[text('a'), many, text('b'), one, many, text('d')], 'abxbcd', true],
    [[text('a'), many, text('b'), one, many, text('d')], 'abd', false],
    [[text('x'), one], 'x😀', true],
    [[text('x'), one, one], 'x😀', false],
    [[text('a'), many], 'a', true],
    [[text('many')], 'many', true],
    [[text('one'), many, text('many')], 'one-many', true],
  ] as const)('%j on "%s"', (pattern, word, expected) => {
    expect(wordMatcher(pattern)(word)).toBe(expected);
  });
});
