import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch } from '../../../src/query/index.ts';
import { condition, conjoin, hasCondition, negation, toggleCondition } from './query-text.ts';

const tricky = fc.constantFrom(...Array.from('a"\\ :()*?|#-.0日\n\u0000\uD800'), 'not ', 'OR');

describe('condition', () => {
  it.each([
    ['user.username', 'alice@corp.example', 'user.username: "alice@corp.example"'],
    ['responseStatus.code', '403', 'responseStatus.code: 403'],
    ['annotations.authorization.k8s.io/reason', 'x', '"annotations.authorization.k8s.io/reason": "x"'],
    ['userAgent', 'a "b"', String.raw`userAgent: "a \"b\""`],
    ['objectRef.resource', '', 'not objectRef.resource: *'],
    ['sourceIPs', '["203.0.113.24"]', 'sourceIPs: "203.0.113.24"'],
    ['sourceIPs', '["10.0.0.1","10.0.0.2"]', '(sourceIPs: "10.0.0.1" and sourceIPs: "10.0.0.2")'],
    ['userAgent', '["x"]', String.raw`userAgent: "[\"x\"]"`],
  ])('writes %s %s', (field, value, text) => expect(condition(field, value)).toBe(text));

  it('is a search that parses, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: tricky, minLength: 1, maxLength: 40 }), fc.constantFrom(1, 20), (text, times) => {
        const parsed = parseSearch(condition('userAgent', text.repeat(times)));
        expect(parsed.diagnostics.filter((diagnostic) => diagnostic.severity === 'error')).toEqual([]);
      }),
    );
  });
});

describe('toggleCondition', () => {
  const alice = condition('user.username', 'alice');
  const bob = condition('user.username', 'bob');

  it('adds to nothing, to a search, and to one with "or"', () => {
    expect(toggleCondition('', alice)).toBe(alice);
    expect(toggleCondition('verb: get', alice)).toBe(`verb: get and ${alice}`);
    expect(toggleCondition('verb: get or verb: list', alice)).toBe(`(verb: get or verb: list) and ${alice}`);
  });

  it('takes away what it added, wherever it stands', () => {
    expect(toggleCondition(alice, alice)).toBe('');
    expect(toggleCondition(`${alice} and ${bob}`, alice)).toBe(bob);
    expect(toggleCondition(`${bob} and ${alice}`, alice)).toBe(bob);
    expect(toggleCondition(`verb: get ${alice} and ${bob}`, alice)).toBe(`verb: get and ${bob}`);
  });

  it('turns a condition into its negation', () => {
    expect(toggleCondition(`verb: get and ${alice}`, negation(alice))).toBe(`verb: get and not ${alice}`);
    expect(toggleCondition(`not ${alice}`, alice)).toBe(alice);
  });

  it('adds, takes away and excludes a list as one condition', () => {
    const both = condition('sourceIPs', '["10.0.0.1","10.0.0.2"]');
    const added = toggleCondition('verb: get', both);
    expect(hasCondition(added, both)).toBe(true);
    expect(toggleCondition(added, both)).toBe('verb: get');
    expect(toggleCondition(added, negation(both))).toBe(`verb: get and not ${both}`);
  });

  it('leaves the analysis alone', () => {
    expect(toggleCondition('* | select 1', alice)).toBe(`${alice} | select 1`);
    expect(toggleCondition(`${alice} | select 1`, alice)).toBe('* | select 1');
  });

  it('does not mistake quoted text for a condition', () => {
    expect(hasCondition('requestURI: "x verb: get y"', 'verb: get')).toBe(false);
    expect(hasCondition('not verb: get', 'verb: get')).toBe(false);
  });
});

describe('conjoin', () => {
  it('keeps the meaning of a search with "or" inside parentheses or quotes', () => {
    expect(conjoin('(a or b)', 'c')).toBe('(a or b) and c');
    expect(conjoin('"a or b"', 'c')).toBe('"a or b" and c');
  });
});
