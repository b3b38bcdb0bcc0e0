import { expect, it } from 'vitest';
import { splitStatement } from './split.ts';

it.each([
  ['a and b', 'a and b', undefined],
  ['* | select 1', '* ', ' select 1'],
  ['"a | b" c| select \'|\'', '"a | b" c', " select '|'"],
  [String.raw`"say \"x|y\"" | select 1`, String.raw`"say \"x|y\"" `, ' select 1'],
  [String.raw`a\"b | select 1`, String.raw`a\"b `, ' select 1'],
  ['| select 1', '', ' select 1'],
  ['"open | select 1', '"open | select 1', undefined],
])('splits %j', (statement, search, analysis) => {
  const parts = splitStatement(statement);
  expect(parts.search.text).toBe(search);
  expect(parts.analysis?.text).toBe(analysis);
  for (const part of [parts.search, parts.analysis]) {
    if (part) expect(statement.slice(part.span.from, part.span.to)).toBe(part.text);
  }
});
