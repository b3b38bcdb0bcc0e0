import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellQuote } from '../../web/src/features/explore/event/shell-quote.ts';

describe('shellQuote', () => {
  it('is read back by bash as the same text, and holds no control character', () => {
    const texts = fc.tuple(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom('', '\n', '\u001b', '\u0007', "'", '\\'),
    );
    fc.assert(
      fc.property(texts, ([text, extra]) => {
        const quoted = shellQuote(text + extra);
        expect(quoted).not.toMatch(/\p{Cc}/u);
        const options = { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } } as const;
        expect(execFileSync('bash', ['--norc', '-c', `printf %s ${quoted}`], options)).toBe(text + extra);
      }),
      { numRuns: 40 },
    );
  });
});
