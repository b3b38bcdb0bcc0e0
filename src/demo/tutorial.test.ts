import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseSearch } from '../query/search/parse.ts';
import { demoSearches } from './index.ts';

/** The searches of a page: the lines of its `text` blocks, without their analyses. */
function searchesOf(page: string): readonly { readonly line: string; readonly search: string }[] {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs', page), 'utf8');
  const blocks = [...text.matchAll(/^```text\n(.*?)^```/gms)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.trimEnd().split('\n'))
    .map((line) => ({ line, search: line.replace(/ \| select .*/, '') }));
}

const tutorial = searchesOf('tutorial/find-the-incident.md');

it.each(demoSearches.filter(({ id }) => id !== 'as-contractor'))('the tutorial has the search "$id"', ({ query }) => {
  expect(tutorial.map(({ line }) => line)).toContain(query);
});

it.each([...tutorial, ...searchesOf('reference/search.md')])(
  'a documented search can be read: $search',
  ({ search }) => {
    expect(parseSearch(search)).toMatchObject({ ok: true, diagnostics: [] });
  },
);
