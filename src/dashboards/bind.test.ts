import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, splitStatement } from '../query/index.ts';
import { parseSql } from '../query/sql/index.ts';
import { bindStatement, type Bindings } from './bind.ts';

function bound(statement: string, variables: Readonly<Record<string, string>> = {}): string {
  const result = bindStatement(statement, { variables });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value;
}

/** What a problem is about, as its author wrote it. */
function refused(statement: string, variables: Readonly<Record<string, string>> = {}): unknown[] {
  const { diagnostics } = bindStatement(statement, { variables });
  return diagnostics.map(({ code, from, to }) => [code, statement.slice(from, to)]);
}

describe('variables in the search', () => {
  const kind = 'objectRef.resource: ${{resource|pods}} | select 1';

  it.each([
    ['the default', kind, {}, 'objectRef.resource: pods | select 1'],
    ['a word', kind, { resource: 'aliyunlogconfigs' }, 'objectRef.resource: aliyunlogconfigs | select 1'],
    ['what would end it', kind, { resource: 'x" or *' }, String.raw`objectRef.resource: "x\" or *" | select 1`],
    ['a wildcard as it is', kind, { resource: 'p*' }, 'objectRef.resource: "p*" | select 1'],
    ['an operator', kind, { resource: 'or' }, 'objectRef.resource: "or" | select 1'],
    ['a bar', kind, { resource: 'a | select 2' }, 'objectRef.resource: "a | select 2" | select 1'],
    ['a blank', kind, { resource: ' ' }, 'objectRef.resource: #" " | select 1'],
    ['nothing', kind, { resource: '' }, 'objectRef.resource: "" | select 1'],
    ['a default with a bar', 'a: "${{x|b | c}}"', {}, 'a: "b | c"'],
    ["an author's wildcard", 'user.username: ${{user|*}}', {}, 'user.username: *'],
    ["an author's wildcard as a value", '${{text|*}} | select 1', { text: '*' }, '* | select 1'],
    ['a value beside a wildcard', 'a: ${{x|n}}-*', { x: 'y?' }, 'a: y?-*'],
    ['a value beside a word', 'a: x-${{x|n}}', { x: 'b c*' }, 'a: "x-b c*"'],
    ['values within quotes', String.raw`a: #"\"${'${{x}}'}${'${{y}}'}"`, { x: '"', y: '\\' }, String.raw`a: #"\"\"\\"`],
    ['a text to equal', 'verb == "${{v|x}}"', { v: 'a" or *' }, String.raw`verb == "a\" or *"`],
    ['a number', 'responseStatus.code >= ${{code|400}}', { code: '500' }, 'responseStatus.code >= 500'],
    ['a range', 'a in [${{x|1}} ${{y|2}}]', { y: '7' }, 'a in [1 7]'],
  ])('has %s', (_what, statement, variables, expected) => {
    expect(bound(statement, variables)).toBe(expected);
  });

  it.each([
    ['the name of a field', 'verb: get and ${{field|verb}}: get', {}, ['variable-as-name', '${{field|verb}}']],
    ['a word where a number stands', 'verb: get a > ${{x|5}}', { x: '5 or *' }, ['variable-not-a-number', '${{x|5}}']],
    ['a blank beside a wildcard', 'a: ${{x|n}}*', { x: 'b c' }, ['variable-beside-wildcard', '${{x|n}}*']],
    ['what has no value', 'a: ${{x}} | select 1', {}, ['variable-without-value', '${{x}}']],
    ['what is never closed', 'a: ${{x | select 1', {}, ['malformed-placeholder', '${{']],
    ['too many', '${{x|}} '.repeat(200) + '${{y|}}', {}, ['too-many-placeholders', '${{y|}}']],
    ['what has no name', 'a: ${{|b}} | select 1', {}, ['malformed-placeholder', '${{|b}}']],
  ])('refuses %s', (_what, statement, variables, expected) => {
    expect(refused(statement, variables)).toEqual([expected]);
  });

  it('tells of a search that is wrong where its author wrote it', () => {
    expect(refused('a: ${{a-long-name|b}} and (b | select 1')).toEqual([['unbalanced-parentheses', '(']]);
  });
});

describe('variables in SQL', () => {
  it.each([
    ['within a text', "* | select '%${{x|a}}%'", { x: "it's" }, "* | select '%it''s%'"],
    ['alone', '* | select ${{x|a}}', { x: "it's" }, "* | select 'it''s'"],
    ['as a number', '* | select 1 limit ${{n|10}}', { n: '5' }, '* | select 1 limit 5'],
    ['as a number below nought', '* | select 1-${{n|10}}', { n: '-5' }, '* | select 1- -5'],
    ['as a text of digits', "* | select ${{name}}, '${{name|}}'", { name: '5' }, "* | select '5', '5'"],
    ['in no comment', '* | select /* *${{x|a}}/ */ 1 -- ${{x|a}}', {}, '* | select /* * / */ 1 --  '],
    ['as a quote', "* | select '${{x|a}}'", { x: "'" }, "* | select ''''"],
    [
      'with escapes that are none',
      '* | select U&${{x|a}}',
      { x: String.raw`\0027` },
      String.raw`* | select U& '\0027'`,
    ],
  ])('stand %s', (_what, statement, variables, expected) => {
    expect(bound(statement, variables)).toBe(expected);
  });

  it.each([
    ['in a quoted name', '* | select "${{x|verb}}"', {}, ['variable-as-name', '"${{x|verb}}"']],
    ['in a name', '* | select a_${{x|verb}} from log', {}, ['variable-as-name', 'a_${{x|verb}}']],
    ['behind a text', "* | select 'a'${{x|b}}", {}, ['variable-as-name', '${{x|b}}']],
    ['in a number', '* | select 1${{x|2}}', {}, ['variable-as-name', '1${{x|2}}']],
    [
      'as a number that is none',
      '* | select 1 limit ${{n|10}}',
      { n: '1 or 1' },
      ['variable-not-a-number', '${{n|10}}'],
    ],
  ])('stand not %s', (_what, statement, variables, expected) => {
    expect(refused(statement, variables)).toEqual([expected]);
  });
});

describe('filters', () => {
  const filtered = (statement: string, filters: Bindings['filters']): string => {
    const result = bindStatement(statement, { filters });
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    return result.value;
  };

  it('are conditions before the search', () => {
    expect(filtered('verb: get or verb: list | select 1', { namespace: ['a', 'b'], code: ['403'] })).toBe(
      '(objectRef.namespace == "a" or objectRef.namespace == "b") and responseStatus.code = 403 and (verb: get or verb: list) | select 1',
    );
    expect(filtered('* | select 1', { user: ['x" or *'] })).toBe(
      String.raw`user.username == "x\" or *" or derived.ramUid == "x\" or *" | select 1`,
    );
    expect(filtered('* | select 1', { namespace: [], user: [] })).toBe('* | select 1');
    expect(filtered('* | select 1', { namespace: [''], user: [''] })).toBe(
      'objectRef.namespace: "" and user.username: "" | select 1',
    );
    const long = '"*名'.repeat(3_333);
    expect(filtered('* | select 1', { user: [long] })).toContain(String.raw`\"*名\"*名`);
  });

  it('on the code take numbers', () => {
    const { diagnostics } = bindStatement('* | select 1', { filters: { code: ['403', '4xx', '1 or *'] } });
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['filter-not-a-number', 'the status code "4xx" is no number'],
      ['filter-not-a-number', 'the status code "1 or *" is no number'],
    ]);
  });

  it('that are too much are refused with a word about it', () => {
    const many = Array.from({ length: 100 }, (_, index) => `${index}`.repeat(80));
    const { ok, diagnostics } = bindStatement('* | select 1', { filters: { namespace: many, user: many } });
    expect(ok).toBe(false);
    expect(diagnostics).toMatchObject([{ code: 'search-too-long', hint: 'choose fewer or shorter values' }]);
  });
});

/** A tree without places, with `□` for the texts of a value. */
function shape(node: unknown, value: string): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, found: unknown) => {
      if (key === 'span') return undefined;
      return typeof found === 'string' && found.includes(value) ? found.replaceAll(value, '□') : found;
    }),
  );
}

function shapes(statement: string, value: string): unknown {
  const { search, analysis } = splitStatement(statement);
  const trees = [parseSearch(search.text), parseSql(analysis?.text ?? '')];
  return trees.map((tree) => (tree.ok ? shape(tree.value, value) : tree.diagnostics));
}

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      "'",
      '"',
      '\\',
      '`',
      '|',
      '$',
      '{',
      '}',
      '-',
      '/',
      '*',
      '?',
      '\n',
      '\r',
      ' ',
      ';',
      ')',
      '(',
      ':',
      '&',
      '名',
      '\u0000',
      '\ud800',
      'x',
    ),
    maxLength: 20,
  }),
);

describe('a value', () => {
  const search = fc.constantFrom(
    'a: "${{v|d}}"',
    'a: #"x ${{v|d}} y"',
    '(a: "${{v|d}}" or not "${{v|d}} z")',
    String.raw`"\\\"${'${{v|d}}'}"`,
    '*',
  );
  const sql = fc.constantFrom(
    "select '${{v|d}}' as x",
    "select ${{v|d}} as x, 'it''s ${{v|d}}'",
    "select 1 -- it's ${{v|d}}\n, 2",
    "select a from log where a like '%${{v|d}}%' and b = ${{v|d}}",
    "select concat('', ${{v|d}}, '''')",
    "select 1 /* ' ${{v|d}} */",
    "select 1 -- '\r, ${{v|d}}",
    'select "it\'s", ${{v|d}} from log',
    "select x'00', '${{v|d}}'",
  );

  it('changes nothing of a statement but the value: it closes no quote, comment or word', () => {
    fc.assert(
      fc.property(search, sql, hostile, (before, after, value) => {
        const statement = `${before} | ${after}`;
        // A value that is part of its surroundings cannot be told from them.
        const inner = `<${value.toWellFormed()}>`;
        expect(shapes(bound(statement, { v: inner }), inner)).toEqual(
          shapes(bound(statement, { v: '<plain>' }), '<plain>'),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a filter or of an unquoted word is one value, whatever it holds', () => {
    fc.assert(
      fc.property(
        hostile.filter((text) => text !== ''),
        (value) => {
          const result = bindStatement('verb: ${{v|get}} | select 1', {
            filters: { namespace: [value], user: [value] },
            variables: { v: value },
          });
          expect(result.diagnostics).toEqual([]);
          const { search, analysis } = splitStatement(result.ok ? result.value : '');
          expect(analysis?.text).toBe(' select 1');
          const parsed = parseSearch(search.text);
          const values: string[] = [];
          JSON.stringify(parsed.ok ? parsed.value : null, (key, found: unknown) => {
            if (key === 'text') values.push(String(found));
            return found;
          });
          expect(values).toEqual([value, value, value, value]);
          expect(parsed).toMatchObject({
            value: { kind: 'and', items: [{ kind: 'equality' }, { kind: 'or' }, { kind: 'field' }] },
          });
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
