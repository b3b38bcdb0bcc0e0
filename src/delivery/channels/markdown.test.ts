import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markdownLine, markdownLines } from './markdown.ts';

/** Text that is rich in what the dialects of chats heed. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('[', ']', '(', ')', '<', '>', '@', '@all', '*', '_', '`', '~', '\\', '|', '#', '- ', '1. ', '\n'),
      fc.constantFrom('http://evil.example', '://', '&lt;', '!', '"', "'", '\u202E', '\u0007', '👩‍💻', 'a'),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

test.each([
  ['web-7d4b9c-x2x1z', 'web-7d4b9c-x2x1z'],
  ['system:serviceaccount:kube-system:my_account', 'system:serviceaccount:kube-system:my_account'],
  ['ann@example.com', 'ann@example.com'],
  ['203.0.113.9:443', '203.0.113.9:443'],
  ['_a_', String.raw`\_a\_`],
  ['a & b', String.raw`a \& b`],
])('shows %s as %s', (text, expected) => {
  expect(markdownLine(text)).toBe(expected);
});

test('has nothing of a hostile text that acts', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const line = markdownLine(text);
      expect(line).not.toContain('\n');
      expect(line).not.toMatch(/(?<=^|[^\\])(\\\\)*[`*[\]<>|~&]/);
      expect(line).not.toContain('](');
      expect(line).not.toContain('][');
      expect(line).not.toContain('://');
      expect(line).not.toMatch(/@all(?!\.)/);
    }),
  );
});

test('begins no heading, list or quote with a line of a text', () => {
  expect(markdownLines('# a\n- b\r\n1. c\n> d\n\n  + e\n2026-11-29')).toEqual([
    String.raw`\# a`,
    String.raw`\- b`,
    String.raw`1\. c`,
    String.raw`\> d`,
    '',
    String.raw`\+ e`,
    '2026-11-29',
  ]);
});
