import { describe, expect, it } from 'vitest';
import { completedValue, completeSearch } from './complete-search.ts';
import { searchTokens } from '../search/tokens.ts';

/** Completes where `|` stands. */
function at(marked: string): ReturnType<typeof completeSearch> {
  const caret = marked.indexOf('|');
  return completeSearch(marked.replace('|', ''), caret);
}

describe('completeSearch', () => {
  it.each([
    ['|', '', 0, 0],
    ['ver|', 'ver', 0, 3],
    ['verb: get and obj|', 'obj', 14, 17],
    ['(user|', 'user', 1, 5],
    ['us|er.username: x', 'us', 0, 13],
    ['not |', '', 4, 4],
    ['verb: get |', '', 10, 10],
    ['"objectRef.na|', 'objectRef.na', 0, 13],
  ])('expects a field in %j', (marked, prefix, from, to) => {
    expect(at(marked)).toMatchObject({ kind: 'field', prefix, replace: { from, to } });
  });

  it('knows fields by any part of their name, the likeliest first', () => {
    const completion = at('name|');
    const names = completion.kind === 'field' ? completion.fields.map(({ field }) => field.name) : [];
    expect(names.slice(0, 2)).toEqual(['objectRef.namespace', 'objectRef.name']);
    expect(names).toContain('user.username');
    expect(names).not.toContain('verb');
  });

  it('offers operators behind a condition only', () => {
    expect(at('verb: get |')).toMatchObject({ keywords: ['and', 'or', 'not'] });
    expect(at('|')).toMatchObject({ keywords: ['not'] });
    expect(at('verb: get and |')).toMatchObject({ keywords: ['not'] });
    expect(at('verb: get a|')).toMatchObject({ keywords: ['and'] });
  });

  it.each([
    ['verb:|', 'verb', '', 5, 5],
    ['verb: |', 'verb', '', 6, 6],
    ['verb: ge|', 'verb', 'ge', 6, 8],
    ['verb: g|et and x', 'verb', 'g', 6, 9],
    ['verb == g|et and x', 'verb', 'g', 8, 11],
    ['user.username=="system:no|', 'user.username', 'system:no', 15, 25],
    ['user.username: "system:no|', 'user.username', 'system:no', 15, 25],
    ['"annotations.a.b/c": "x|"', 'annotations.a.b/c', 'x', 21, 24],
    ['(verb: get or objectRef.resource: po|)', 'objectRef.resource', 'po', 34, 36],
  ])('expects a value in %j', (marked, field, prefix, from, to) => {
    expect(at(marked)).toEqual({ kind: 'value', field, prefix, replace: { from, to } });
  });

  it.each(['responseStatus.code >= 4|', 'nowhere: x|', 'responseStatus.code in [20|'])(
    'expects nothing in %j',
    (marked) => {
      expect(at(marked)).toEqual({ kind: 'none' });
    },
  );

  it('writes values so that they are searched for as they are', () => {
    expect(completedValue('get')).toBe('get');
    expect(completedValue('system:node:a')).toBe('"system:node:a"');
    expect(completedValue('a "b" c')).toBe(String.raw`"a \"b\" c"`);
    expect(completedValue('a*')).toBe('"a*"');
    expect(completedValue('')).toBe('""');
  });
});

describe('searchTokens', () => {
  it('tells the parts of a search apart', () => {
    const text = 'not verb: get and (code in [200 299) or code>=4 "a b" #"c d") x: "y" | z';
    const found = searchTokens(text).map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`);
    expect(found).toEqual([
      'keyword not',
      'field verb',
      'operator :',
      'word get',
      'keyword and',
      'punctuation (',
      'field code',
      'keyword in',
      'punctuation [',
      'number 200',
      'number 299',
      'punctuation )',
      'keyword or',
      'field code',
      'operator >=',
      'number 4',
      'string "a b"',
      'string #"c d"',
      'punctuation )',
      'field x',
      'operator :',
      'string "y"',
      'punctuation |',
      'word z',
    ]);
  });

  it('survives what is not finished', () => {
    for (const text of ['"', '#"', 'a:', 'a in', 'a in [', ':', '\\"', 'a:"', '((', '>=']) {
      for (const { from, to } of searchTokens(text)) expect(to).toBeGreaterThan(from);
    }
  });
});
