import { splitStatement } from '../../../src/query/index.ts';

/** The query as text: what its parts are, and what is put beside a search whatever stands in it, read or not. */

/** Puts the whole search part into parentheses where the words beside it would bind tighter than its `or`. */
export function conjoin(query: string, added: string): string {
  const { search, analysis } = splitQuery(query);
  return joinQuery(addTo(search, added), analysis);
}

/** The search part, and what stands behind the first `|` outside quotes if there is one. */
export function splitQuery(query: string): { readonly search: string; readonly analysis: string | undefined } {
  const { search, analysis } = splitStatement(query);
  return { search: search.text.trim(), analysis: analysis?.text.trim() };
}

/** The query of a search and its analysis. */
export function joinQuery(search: string, analysis: string | undefined): string {
  return analysis === undefined ? search : `${search || '*'} | ${analysis}`;
}

function addTo(search: string, added: string): string {
  if (search === '' || search === '*') return added;
  return hasOr(search) ? `(${search}) and ${added}` : `${search} and ${added}`;
}

function hasOr(search: string): boolean {
  const outside = search.replace(/"(?:\\.|[^"\\])*"/g, (quoted) => '_'.repeat(quoted.length));
  let level = 0;
  for (const { 0: found } of outside.matchAll(/[()]|\bor\b/gi)) {
    if (found === '(') level += 1;
    else if (found === ')') level -= 1;
    else if (level === 0) return true;
  }
  return false;
}
