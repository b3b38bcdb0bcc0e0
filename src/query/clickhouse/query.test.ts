import { describe, expect, test } from 'vitest';
import { buildSearch, parseSearch, printQuery, type SearchNode } from '../search/index.ts';
import { compileQuery, type Query, type QueryContext } from './query.ts';

const context: QueryContext = {
  range: { fromMicros: 0, toMicros: 1_000_000 },
  scope: { clusterIds: ['c1'], namespaces: null, bodies: true },
  clusters: [{ id: 'c1', name: 'one' }],
  timeZone: 'UTC',
  nowMicros: 0,
};
const filter = buildSearch.field('user.username', 'alice" or *');

function compile(query: Query, more: Partial<QueryContext> = {}) {
  const compiled = compileQuery(query, { ...context, ...more });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  const { sql, parameters } = compiled.value;
  return { sql, parameters };
}

function parsed(text: string): SearchNode {
  const result = parseSearch(text);
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  return result.value;
}

describe('compileQuery', () => {
  test('takes a search made in code, as it takes the same search as text', () => {
    const statement = 'select count(*)';
    expect(compile({ search: filter, statement })).toEqual(compile(printQuery(filter, statement)));
  });

  test('puts a filter before a query by AND, whatever the query is', () => {
    const search = 'verb: get or verb: list';
    const both = buildSearch.every([filter, parsed(search)]);
    const expected = compile({ search: both, statement: ' select count(*)' });
    expect(compile(`${search} | select count(*)`, { filter })).toEqual(expected);
    expect(compile('* | select 1', { filter })).toEqual(compile({ search: filter, statement: ' select 1' }));
  });

  test('refuses a filter that is too large before it recurses over it', () => {
    let deep: SearchNode = buildSearch.all;
    for (let level = 0; level < 100_000; level++) deep = buildSearch.not(deep);
    const wide = buildSearch.some(Array.from({ length: 3000 }, (_, index) => buildSearch.words(`w${index}`)));
    for (const [tree, code] of [
      [deep, 'search-too-deep'],
      [wide, 'search-too-long'],
    ] as const) {
      const compiled = compileQuery('* | select 1', { ...context, filter: tree });
      expect(compiled.diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
    }
  });
});
