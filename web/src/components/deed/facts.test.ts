import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../api/audit-event.ts';
import { fieldValue, readFacts } from './facts.ts';

describe('readFacts', () => {
  it('reads who, what and how it ended', () => {
    const event = readEvent(
      JSON.stringify({
        user: { username: 'system:serviceaccount:ci:deployer' },
        verb: 'patch',
        objectRef: { resource: 'secrets', namespace: 'prod', name: 'db' },
        responseStatus: { code: 403 },
        stageTimestamp: '2026-11-20T18:05:41.208001Z',
      }),
    );
    expect(readFacts(event)).toMatchObject({
      username: 'system:serviceaccount:ci:deployer',
      outcome: 'refused',
      sensitive: 'secret',
      at: Date.parse('2026-11-20T18:05:41.208Z'),
    });
  });

  it('reads something from whatever there is', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(readFacts(readEvent(json)).key).toBeTypeOf('string');
      }),
    );
    expect(readFacts(readEvent('no JSON')).username).toBe('');
    expect(readFacts(readEvent('{"stageTimestamp":"99999-01-01"}')).at).toBeNaN();
  });
});

describe('fieldValue', () => {
  const { json } = readEvent('{"annotations":{"authorization.k8s.io/reason":"x","a":{"b":1}},"a.b":{"c":2}}');
  it.each([
    ['annotations.authorization.k8s.io/reason', 'x'],
    ['annotations.a.b', 1],
    ['a.b.c', 2],
    ['annotations.none', undefined],
  ])('finds %s', (name, value) => expect(fieldValue(json, name)).toBe(value));
});
