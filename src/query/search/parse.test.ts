import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchNode, SearchValue } from './ast.ts';
import { isReserved, maxConditions, maxSearchDepth, maxSearchLength, maxSearchText } from './lexical.ts';
import { parseSearch } from './parse.ts';
import { printSearch } from './print.ts';

/** The tree without spans. */
function bare(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (name, value: unknown) => (name === 'span' ? undefined : value)));
}

function parsed(text: string): SearchNode {
  const result = parseSearch(text);
  if (!result.ok) throw new Error(`${text}: ${JSON.stringify(result.diagnostics)}`);
  return result.value;
}

describe('parseSearch', () => {
  it.each([
    ['', '*'],
    ['  \n ', '*'],
    ['*', '*'],
    ['a b', 'a and b'],
    ['a AND b Or c', 'a and b or c'],
    ['a or b and c', 'a or b and c'],
    ['(a or b) c', '(a or b) and c'],
    ['a NOT b', 'a and not b'],
    ['NOT x NOT y', 'not x and not y'],
    ['not not x', 'not not x'],
    ['verb : delete', 'verb: delete'],
    ['verb:delete', 'verb: delete'],
    ['NOT user.username: node', 'not user.username: node'],
    ['request_uri:/request/path-2', 'request_uri: /request/path-2'],
    ['user.username:system:node:a', 'user.username: system:node:a'],
    [String.raw`instance_id:nginx\"01\"`, String.raw`instance_id: nginx\"01\"`],
    [String.raw`"say \"hi\""`, String.raw`"say \"hi\""`],
    ['"a | b"', '"a | b"'],
    ['"and" or "in"', '"and" or "in"'],
    ['"file info":apsara', '"file info": apsara'],
    ['"Authorization": "Bearer 12345"', 'Authorization: "Bearer 12345"'],
    ['annotations.authorization.k8s.io/decision: forbid', 'annotations.authorization.k8s.io/decision: forbid'],
    ['__tag__:__client_ip__:10.0.0.1', '"__tag__:__client_ip__": 10.0.0.1'],
    ['request_time>=60 and request_time<200', 'request_time >= 60 and request_time < 200'],
    ['code=200', 'code = 200'],
    ['code==200', 'code == 200'],
    ['verb == get', 'verb == "get"'],
    ['user.username=="a" or verb : b', 'user.username == "a" or verb: b'],
    ['not user.username == system:node:*', 'not user.username == "system:node:*"'],
    [String.raw`userAgent == "say \"hi\" (x) | y"`, String.raw`userAgent == "say \"hi\" (x) | y"`],
    ['user.uid == ""', 'user.uid == ""'],
    ['verb == "and"', 'verb == "and"'],
    ['verb: a==b', 'verb: a==b'],
    // The end of a text in base64.
    ['dGVzdA==', 'dGVzdA = ='],
    ['(dGVzdA==) and b', 'dGVzdA = = and b'],
    ['dGVzdA== or b', 'dGVzdA = = or b'],
    ['request_time > -1000000000', 'request_time > -1000000000'],
    ['code in [200 299]', 'code in [200 299]'],
    ['code in(200 299]', 'code in (200 299]'],
    ['"a b" in [ 1  2.5 )', '"a b" in [1 2.5)'],
    ['#"abc def"', '#"abc def"'],
    ['key:#"abc def"', 'key: #"abc def"'],
    ['key:*', 'key: *'],
    ['not key:""', 'not key: ""'],
    ['key:"null"', 'key: "null"'],
    ['mo*la mozi?la', 'mo*la and mozi?la'],
    ['IN', 'IN'],
    ['日本語 ユーザー', '日本語 and ユーザー'],
    ['a\u3000b', 'a and b'],
    ['index information', 'index and information'],
    ['order', 'order'],
    ['nothing', 'nothing'],
  ])('reads %j as %j', (text, printed) => {
    expect(printSearch(parsed(text))).toBe(printed);
  });

  it('groups by precedence', () => {
    expect(bare(parsed('a or b and c'))).toEqual(bare(parsed('a or (b and c)')));
    expect(bare(parsed('not a b'))).toEqual(bare(parsed('(not a) b')));
  });

  it.each([
    ['"abc', 'unbalanced-quotes', 0, 1],
    ['x: #"abc', 'unbalanced-quotes', 4, 5],
    ['(a or b', 'unbalanced-parentheses', 0, 1],
    ['a)', 'unbalanced-parentheses', 1, 2],
    ['()', 'empty-parentheses', 0, 2],
    ['a and', 'condition-expected', 4, 5],
    ['or a', 'condition-expected', 0, 2],
    ['a and or b', 'condition-expected', 6, 8],
    ['not', 'condition-expected', 2, 3],
    ['key:', 'value-expected', 0, 4],
    ['key: and x', 'value-expected', 5, 8],
    ['key: (a or b)', 'value-expected', 5, 6],
    [': x', 'key-expected', 0, 1],
    ['a > b', 'number-expected', 4, 5],
    ['a >', 'value-expected', 2, 3],
    ['verb ==', 'value-expected', 5, 7],
    ['verb == and x: y', 'value-expected', 5, 7],
    ['verb == (a or b)', 'value-expected', 8, 9],
    ['verb == #"a"', 'value-expected', 8, 9],
    ['== a', 'key-expected', 0, 1],
    ['code in [200]', 'malformed-range', 8, 13],
    ['code in [200,299]', 'malformed-range', 9, 16],
    ['code in [200 299', 'malformed-range', 8, 16],
    ['code in [1 2 3]', 'malformed-range', 8, 15],
    ['code IN [1 3]', 'malformed-range', 5, 7],
    ['code in 5', 'condition-expected', 5, 7],
    ['limit', 'reserved-word', 0, 5],
    ['Sort', 'reserved-word', 0, 4],
    ['a | b', 'unexpected-character', 2, 3],
    ['__tag__: x', 'value-expected', 0, 10],
  ])('refuses %j: %s', (text, code, from, to) => {
    const result = parseSearch(text);
    expect(result.ok).toBe(false);
    expect(result.diagnostics).toMatchObject([{ code, severity: 'error', from, to }]);
  });

  it('hints at quotes that mean nothing', () => {
    expect(parseSearch("user.username: 'a b'").diagnostics).toMatchObject([
      { code: 'single-quotes', from: 15, to: 17 },
    ]);
    expect(parseSearch('verb：get').diagnostics).toMatchObject([{ code: 'full-width-character' }]);
  });

  it('is bounded', () => {
    const deep = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(parseSearch(deep(maxSearchDepth)).ok).toBe(true);
    expect(parseSearch(deep(maxSearchDepth + 1)).diagnostics).toMatchObject([{ code: 'search-too-deep' }]);
    expect(parseSearch(deep(4_000)).diagnostics).toMatchObject([{ code: 'search-too-deep' }]);
    expect(parseSearch('a '.repeat(maxConditions)).ok).toBe(true);
    expect(parseSearch('a '.repeat(maxConditions + 1)).diagnostics).toMatchObject([{ code: 'search-too-long' }]);
    expect(parseSearch('not '.repeat(2_000)).diagnostics).toMatchObject([{ code: 'search-too-long' }]);
    expect(parseSearch('a'.repeat(maxSearchLength + 1)).diagnostics).toMatchObject([{ code: 'search-too-long' }]);
    const exact = `a == ${'b'.repeat(maxSearchLength)}`;
    expect(parseSearch(`${exact} or ${exact}`).ok).toBe(true);
    expect(parseSearch(`${exact} ${'c'.repeat(maxSearchLength)}`).diagnostics).toMatchObject([
      { code: 'search-too-long' },
    ]);
    expect(parseSearch(`a == ${'b'.repeat(maxSearchText)}`).diagnostics).toMatchObject([{ code: 'search-too-long' }]);
  });

  it('never throws, and says where', () => {
    const soup = fc.array(
      fc.constantFrom(
        'a',
        'and',
        'or',
        'not',
        'in',
        'key',
        ':',
        '(',
        ')',
        '[',
        ']',
        '1',
        '"',
        '\\"',
        '#"',
        '|',
        '>',
        '=',
        '==',
        ' ',
        '*',
        '?',
        "'",
        '__tag__',
        '\n',
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          soup.map((parts) => parts.join('')),
          fc.string({ unit: 'grapheme' }),
        ),
        (text) => {
          const result = parseSearch(text);
          for (const { from = -1, to = -1 } of result.diagnostics) {
            expect(from).toBeGreaterThanOrEqual(0);
            expect(to).toBeGreaterThanOrEqual(from);
            expect(to).toBeLessThanOrEqual(text.length);
          }
          if (result.ok) expect(bare(parsed(printSearch(result.value)))).toEqual(bare(result.value));
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

const span = { from: 0, to: 0 };
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((value) => !value.endsWith('\\'));
const wordText = text
  .map((value) => value.replaceAll(/[\s()|:<>=#]/g, '-'))
  .filter((value) => value !== '*' && !isReserved(value) && value.toLowerCase() !== 'in');
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map(String);
const value: fc.Arbitrary<SearchValue> = fc.oneof(
  wordText.map((word) => ({ kind: 'word' as const, text: word, span })),
  fc.oneof(text, fc.constant('')).map((quoted) => ({ kind: 'quoted' as const, text: quoted, span })),
  text.map((phrase) => ({ kind: 'phrase' as const, text: phrase, span })),
);
const key = text.map((name) => ({ name, span }));
const condition: fc.Arbitrary<SearchNode> = fc.oneof(
  fc.constant({ kind: 'all' as const, span }),
  value.map((found) => ({ kind: 'term' as const, value: found, span })),
  fc.record({
    kind: fc.constant('field' as const),
    key,
    value: fc.oneof(value, fc.constant({ kind: 'any' as const, span })),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant('equality' as const),
    key,
    value: fc.oneof(text, fc.constant('')).map((found) => ({ text: found, span })),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant('comparison' as const),
    key,
    operator: fc.constantFrom('>', '>=', '<', '<=', '='),
    operand: number.map((found) => ({ text: found, span })),
    span: fc.constant(span),
  }),
  fc.record({
    kind: fc.constant('range' as const),
    key,
    from: number.map((found) => ({ text: found, span })),
    to: number.map((found) => ({ text: found, span })),
    fromIncluded: fc.boolean(),
    toIncluded: fc.boolean(),
    span: fc.constant(span),
  }),
);
const { node } = fc.letrec<{ node: SearchNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'search' },
    condition,
    tie('node').map((item) => ({ kind: 'not' as const, item, span })),
    fc
      .tuple(
        fc.constantFrom('and', 'or'),
        fc.array(tie('node'), { minLength: 2, maxLength: 3, depthIdentifier: 'search' }),
      )
      .map(([kind, items]) => ({ kind, items, span })),
  ),
}));

describe('printSearch', () => {
  it('prints what parses to the same tree', () => {
    fc.assert(
      fc.property(node, (tree) => {
        expect(bare(parsed(printSearch(tree)))).toEqual(bare(tree));
      }),
      { numRuns: 3_000 },
    );
  });
});
