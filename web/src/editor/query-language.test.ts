import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryTokens, searchDiagnostics } from './query-language.ts';

const shown = (text: string): readonly string[] =>
  queryTokens(text).map(({ from, to, kind }) => `${kind} ${text.slice(from, to)}`);

describe('queryTokens', () => {
  it('tells search and analysis apart', () => {
    expect(shown('"a|b" and not responseStatus.code >= 400 | select count(*) as n, \'x\' from log')).toEqual([
      'string "a|b"',
      'keyword and',
      'keyword not',
      'field responseStatus.code',
      'operator >=',
      'number 400',
      'punctuation |',
      'keyword select',
      'function count',
      'punctuation (',
      'operator *',
      'punctuation )',
      'keyword as',
      'punctuation ,',
      "string 'x'",
      'keyword from',
    ]);
  });

  it('knows == and what it compares', () => {
    expect(shown('user.username == "a" or responseStatus.code==403')).toEqual([
      'field user.username',
      'operator ==',
      'string "a"',
      'keyword or',
      'field responseStatus.code',
      'operator ==',
      'number 403',
    ]);
  });

  it('gives stretches in order that do not overlap, whatever is typed', () => {
    const pieces = fc.constantFrom(...Array.from('ab1"\'\\ :()*|=<>-,./\n日'), 'select ', 'and ', '--', '/*');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        let last = 0;
        for (const { from, to } of queryTokens(text)) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThan(from);
          last = to;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('searchDiagnostics', () => {
  it('marks what cannot be read', () => {
    expect(searchDiagnostics('verb: get and (')).toMatchObject([{ severity: 'error' }]);
    expect(searchDiagnostics('verb: get | select')).toEqual([]);
  });
});
