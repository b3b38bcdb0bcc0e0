import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExpressionNode } from './ast.ts';
import { maxExpressionLength, parseExpression } from './parse.ts';

/** A tree as text with all of its parentheses. */
function print(node: ExpressionNode): string {
  switch (node.kind) {
    case 'column':
      return `${node.query === undefined ? '' : `$${node.query}.`}[${node.name}]`;
    case 'text':
      return `'${node.value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
    case 'number':
    case 'boolean':
      return String(node.value);
    case 'not':
      return `!(${print(node.operand)})`;
    case 'contains':
      return `contains(${print(node.left)}, ${print(node.right)})`;
    case 'logic':
    case 'compare':
    case 'match':
    case 'arithmetic':
      return `(${print(node.left)} ${node.operator} ${print(node.right)})`;
  }
}

function printed(text: string): string {
  const result = parseExpression(text);
  return result.ok
    ? print(result.value.root)
    : result.diagnostics.map(({ code, from }) => `${code} ${from}`).join(', ');
}

describe('parseExpression', () => {
  test.each([
    ['pv > 100', '([pv] > 100)'],
    ['pv>100 && uv<=3 || code == 0', '((([pv] > 100) && ([uv] <= 3)) || ([code] == 0))'],
    ['a == 1 || b == 2 && c == 3', '(([a] == 1) || (([b] == 2) && ([c] == 3)))'],
    ['a + b * c - d > 0', '((([a] + ([b] * [c])) - [d]) > 0)'],
    ['a - b - c > 0', '((([a] - [b]) - [c]) > 0)'],
    ['a % 2 == 1', '(([a] % 2) == 1)'],
    ['x+(-100)<100', '(([x] + -100) < 100)'],
    ['x > -1.5e3', '([x] > -1500)'],
    ['x -5 > 0', '(([x] - 5) > 0)'],
    ['!(x<1)', '!(([x] < 1))'],
    ['!!(x<1)', '!(!(([x] < 1)))'],
    ['true', 'true'],
    ['false || x == true', '(false || ([x] == true))'],
    ['[5xx-rate(%)] > 5', '([5xx-rate(%)] > 5)'],
    ['$1.host == $0.[host name]', '($1.[host] == $0.[host name])'],
    ['$0.pv > $1.pv', '($0.[pv] > $1.[pv])'],
    ['操作事件 =~ ".*"', "([操作事件] =~ '.*')"],
    ['源地址 =~ ".*"', "([源地址] =~ '.*')"],
    ['Event =~ ".*"', "([Event] =~ '.*')"],
    ['Source IP address =~ ".*"', "([Source IP address] =~ '.*')"],
    ['Source  IP\taddress  =~ ".*"', "([Source IP address] =~ '.*')"],
    ['Top 10 users > 3', '([Top 10 users] > 3)'],
    ['$0.Source IP address =~ ".*"', "($0.[Source IP address] =~ '.*')"],
    ['user.username == "admin"', "([user.username] == 'admin')"],
    ['__count__ > 3', '([__count__] > 3)'],
    ['contains(a, "b")', "contains([a], 'b')"],
    [`contains (a name, 'b') && [contains] > 1`, "(contains([a name], 'b') && ([contains] > 1))"],
    [String.raw`a =~ "\\w+"`, String.raw`([a] =~ '\\w+')`],
    [String.raw`a =~ "\w+"`, String.raw`([a] =~ '\\w+')`],
    [String.raw`a == 'it\'s "so"'`, String.raw`([a] == 'it\'s "so"')`],
    ['[true] == true', '([true] == true)'],
  ])('reads %s', (text, tree) => expect(printed(text)).toBe(tree));

  test.each([
    ['', 'condition-syntax 0'],
    ['  ', 'condition-syntax 2'],
    ['a >', 'condition-syntax 3'],
    ['a = 1', 'condition-syntax 2'],
    ['a > 1 and b > 2', 'condition-syntax 6'],
    ['1 < a < 3', 'condition-syntax 6'],
    ['(a > 1', 'condition-syntax 6'],
    ['a > 1)', 'condition-syntax 5'],
    ['a == "b', 'condition-syntax 5'],
    ['5xx > 1', 'condition-syntax 0'],
    ['[] > 1', 'condition-syntax 0'],
    ['[a > 1', 'condition-syntax 0'],
    ['$0 > 1', 'condition-syntax 0'],
    ['$0. > 1', 'condition-syntax 0'],
    ['lower(a) == "b"', 'condition-syntax 0'],
    ['contains(a)', 'condition-syntax 10'],
    ['a > 1; b', 'condition-syntax 5'],
    ['-a > 1', 'condition-syntax 1'],
    ['100+100', 'condition-not-boolean 0'],
    ['a', 'condition-not-boolean 0'],
    ['"a"', 'condition-not-boolean 0'],
    ['!a', 'condition-not-boolean 1'],
    ['a && b > 1', 'condition-not-boolean 0'],
    ['!x<1', 'condition-not-boolean 1'],
    ['a + "b" > 1', 'condition-types 4'],
    ['(a > 1) + 1 > 1', 'condition-types 1'],
    ['1 == "1"', 'condition-types 0'],
    ['"a" > true', 'condition-types 0'],
    ['a =~ 5', 'condition-types 5'],
    ['5 =~ "5"', 'condition-types 0'],
    ['contains(a, 5)', 'condition-types 12'],
    ['a =~ "("', 'condition-pattern 5'],
    ['a =~ "(?=b)"', 'condition-pattern 5'],
    [`a > ${'1'.repeat(125)}`, 'condition-too-long 0'],
  ])('refuses %s', (text, problem) => expect(printed(text)).toBe(problem));

  test('says what was meant', () => {
    const hints = ['a = 1', 'a > 1 and b > 2', '1 < a < 3', '5xx > 1', 'a'].map((text) => {
      const result = parseExpression(text);
      return result.diagnostics[0]?.hint;
    });
    expect(hints).toEqual([
      'write == to compare, =~ to match',
      'write && for and, || for or, ! for not',
      'join comparisons with &&',
      'write [name] for the name of a column that begins with a digit',
      'compare the column: name == true, name > 0 or name =~ ".*"',
    ]);
  });
});

const pieces = fc.constantFrom(
  ...'a|b c|$0.|[|]|[x y]|"|\'|\\|"t"|1|.5|1e9|(|)|!|-|+|*|/|%|>|>=|<|==|!=|=~|!~|&&|&|=|,| |true|contains|操作|$|.|\u{1f600}'.split(
    '|',
  ),
  '||',
);
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 140 }),
  fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
);

const span = { from: 0, to: 0 };
const names = fc.stringMatching(/^[a-z一-龥 (%)-]{1,9}$/);
const columns = fc
  .record({ name: names, query: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }) })
  .map(({ name, query }): ExpressionNode => ({
    kind: 'column',
    name,
    ...(query === undefined ? {} : { query }),
    ...span,
  }));
const texts = fc
  .stringMatching(/^[a-z'"\\ \n]{0,8}$/)
  .map((value): ExpressionNode => ({ kind: 'text', value, ...span }));
const numbers = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value): ExpressionNode => ({ kind: 'number', value, ...span }));
const { condition } = fc.letrec<{ condition: ExpressionNode; number: ExpressionNode }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 2 },
    columns,
    numbers,
    fc.record({
      kind: fc.constant('arithmetic' as const),
      operator: fc.constantFrom('+', '-', '*', '/', '%'),
      left: tie('number'),
      right: tie('number'),
      from: fc.constant(0),
      to: fc.constant(0),
    }),
  ),
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.record({
      kind: fc.constant('compare' as const),
      operator: fc.constantFrom('>', '>=', '<', '<=', '==', '!='),
      left: tie('number'),
      right: tie('number'),
      from: fc.constant(0),
      to: fc.constant(0),
    }),
    fc.record({
      kind: fc.constant('contains' as const),
      left: columns,
      right: texts,
      from: fc.constant(0),
      to: fc.constant(0),
    }),
    fc.record({
      kind: fc.constant('not' as const),
      operand: tie('condition'),
      from: fc.constant(0),
      to: fc.constant(0),
    }),
    fc.record({
      kind: fc.constant('logic' as const),
      operator: fc.constantFrom('&&', '||'),
      left: tie('condition'),
      right: tie('condition'),
      from: fc.constant(0),
      to: fc.constant(0),
    }),
  ),
}));

describe('whatever the text', () => {
  test('nothing throws, and what is wrong has a place in it', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const result = parseExpression(text);
        if (result.ok) return;
        expect(result.diagnostics.length).toBeGreaterThan(0);
        for (const { from = -1, to = -1 } of result.diagnostics) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('what is printed is read as the same tree', () => {
    fc.assert(
      fc.property(condition, (tree) => {
        const text = print(tree);
        fc.pre(text.length <= maxExpressionLength);
        expect(printed(text)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});
