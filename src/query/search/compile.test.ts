import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printSql } from '../types/print-node.ts';
import { compileSearch } from './compile.ts';
import { quote } from './lexical.ts';
import { parseSearch } from './parse.ts';

const clusters = [
  { id: 'id-1', name: 'prod-eu' },
  { id: 'id-2', name: 'prod us' },
];

function compile(text: string) {
  const parsed = parseSearch(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  const { condition, diagnostics } = compileSearch(parsed.value, { clusters });
  const { text: sql, parameters } = printSql(condition);
  return { condition: sql, diagnostics, values: parameters };
}

describe('compileSearch', () => {
  it.each([
    ['user.username: *admin', 'leading-wildcard', 15, 21],
    ['system:*', 'unknown-field', 0, 6],
    ['user.usernam: x', 'unknown-field', 0, 12],
    ['username: x', 'unknown-field', 0, 8],
    ['foo: bar', 'unknown-field', 0, 3],
    ['responseStatus.code: 4*', 'number-expected', 21, 23],
    ['responseStatus.code: abc', 'number-expected', 21, 24],
    ['requestURI: "?x" /pods?watch', undefined, 0, 0],
    ['requestURI: /pods/?watch=1', 'leading-wildcard', 12, 26],
    ['__time__: x', 'number-expected', 10, 11],
  ])('%s: %s', (text, code, from, to) => {
    const { diagnostics, condition } = compile(text);
    if (code === undefined) return expect(diagnostics).toEqual([]);
    expect(diagnostics).toMatchObject([{ code, severity: 'error', from, to }]);
    return expect(condition).toBe('0');
  });

  it.each([
    ['verb: get or verb: "list" or user.username: a', 2],
    ['not verb: get and stage: x not verb: list not verb: watch', 2],
    ['verb: get or verb: li* or verb: "a b"', 4],
    ['objectRef.name: a or objectRef.name: b', 2],
    ['verb: get and verb: list', 2],
  ])('looks once for several words of a field with a dictionary: %s', (text, matches) => {
    expect(compile(text).condition.split('match(')).toHaveLength(matches + 1);
  });

  it.each([
    ['user.username == "A \\"b\\" *?"', 'user_username = {p0:String}', { p0: 'A "b" *?' }],
    ['verb == get or verb == list or stage == x', '(verb IN {p0:Array(String)} OR stage = {p1:String})', undefined],
    ['not verb == get and not verb == list', 'NOT (verb IN {p0:Array(String)})', { p0: ['get', 'list'] }],
    ['responseStatus.code == "403"', 'ifNull(toInt64(nullIf(response_code, 0)) = {p0:Int64}, 0)', { p0: '403' }],
    ['objectRef.namespace == ""', '0', {}],
    ['derived.ramUid == 240112', undefined, { p0: '240112' }],
    ['user == x', '0', {}],
    ['__cluster__ == "prod us"', 'cluster_id IN {p0:Array(String)}', { p0: ['id-2'] }],
    ['cluster == prod', '0', {}],
    [
      'objectRef.name == "web-1"',
      '(hasAnyTokens(words, {p0:Array(String)}) AND object_name = {p1:String})',
      { p0: ['webG1'], p1: 'web-1' },
    ],
    ['auditID == 16ef1f07-37d0-4f3e-a111-9afcf0a88042', "(audit_id_text = '' AND audit_id = {p0:UUID})", undefined],
  ])('compares exactly: %s', (text, condition, values) => {
    const found = compile(text);
    if (condition !== undefined) expect(found.condition).toBe(condition);
    if (values !== undefined) expect(found.values).toEqual(values);
  });

  it.each([
    ['user.usernam == x', 'unknown-field', 0, 12],
    ['responseStatus.code == 4*', 'number-expected', 23, 25],
    ['annotations == x', 'object-equals-nothing', 0, 11],
    ['__topic__ == ""', 'field-not-kept', 0, 9],
  ])('remarks on %s: %s', (text, code, from, to) => {
    expect(compile(text).diagnostics).toMatchObject([{ code, from, to }]);
  });

  it('says which field was meant', () => {
    expect(compile('user.usernam: x').diagnostics[0]?.hint).toBe('did you mean user.username?');
    expect(compile('namespace: x').diagnostics[0]?.hint).toBe('did you mean objectRef.namespace?');
    expect(compile('foo: x').diagnostics[0]?.hint).toContain('"foo:…"');
  });

  it('tells every error at once', () => {
    expect(compile('foo: x and verb: *y or bar: z').diagnostics.map(({ code }) => code)).toEqual([
      'unknown-field',
      'leading-wildcard',
      'unknown-field',
    ]);
  });

  it.each([
    ['user.username > 5', 'user.username 5'],
    ['verb = get', 'verb get'],
    ['nowhere in [1 2]', 'nowhere in 1 2'],
  ])('searches %s as words, with a warning', (text, words) => {
    const found = compile(text);
    expect(found.diagnostics).toMatchObject([
      { code: 'not-a-number-field', severity: 'warning', from: 0, to: text.length },
    ]);
    expect(found.condition).toBe(compile(words.split(' ').map(quote).join(' ')).condition);
  });

  it.each(['"," x', 'verb: ","', '& x'])('warns that %s holds a value without words', (text) => {
    expect(compile(text).diagnostics).toMatchObject([{ code: 'no-words', severity: 'warning' }]);
  });

  it('takes fields in any case, exactly first', () => {
    expect(compile('USER.USERNAME: x')).toEqual(compile('user.username: x'));
    expect(compile('Annotations.a.b/C: x')).toEqual(compile('annotations.a.b/C: x'));
    expect(compile('annotations.a.b/c: x').values).not.toEqual(compile('annotations.a.b/C: x').values);
  });

  it('knows clusters by their name', () => {
    expect(compile('__cluster__: prod').values).toEqual({ p0: ['id-2'] });
    expect(compile('cluster: PROD*').values).toEqual({ p0: ['id-1', 'id-2'] });
    expect(compile('cluster: #"prod us"').values).toEqual({ p0: ['id-2'] });
    expect(compile('not cluster: elsewhere').condition).toBe('NOT (0)');
    expect(compile('cluster = "prod-eu"').values).toEqual({ p0: ['id-1'] });
  });

  it('answers for the fields that SLS reserves', () => {
    for (const text of ['__topic__: x', '__source__: 10.0.0.1', '__tag__:__path__: x', 'source: x']) {
      expect(compile(text)).toMatchObject({
        condition: '0',
        diagnostics: [{ code: 'field-not-kept', severity: 'warning' }],
      });
    }
    expect(compile('__time__ >= 1700000000').diagnostics).toEqual([]);
  });

  it('keeps the text of the user out of the statement', () => {
    const marked = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
      .map((text) => `zq${text.replaceAll('\\', '')}qz`);
    const forms = [
      (text: string) => quote(text),
      (text: string) => `#${quote(text)}`,
      (text: string) => `verb: ${quote(text)}`,
      (text: string) => `verb == ${quote(text)} or verb == x`,
      (text: string) => `derived.ramUid == ${quote(text)} or derived.client == ${quote(text)}`,
      (text: string) => `annotations.a == ${quote(text)} or objectRef.name == ${quote(text)}`,
      (text: string) => `${quote(`requestObject.a.${text}`)} == ${quote(text)}`,
      (text: string) => `requestObject: #${quote(text)}`,
      (text: string) => `${quote(`annotations.${text}`)}: x`,
      (text: string) => `${quote(`requestObject.${text}.${text}`)} > 5`,
      (text: string) => `${quote(`requestObject.a.${text}`)}: *`,
    ];
    fc.assert(
      fc.property(marked, fc.constantFrom(...forms), (text, form) => {
        expect(compile(form(text)).condition).not.toMatch(/zq|qz/i);
      }),
    );
  });
});
