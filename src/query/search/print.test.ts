import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SearchNode } from './ast.ts';
import { buildSearch } from './build.ts';
import { isNumber, isReserved } from './lexical.ts';
import { parseSearch } from './parse.ts';
import { printQuery, printSearch } from './print.ts';
import { splitStatement } from './split.ts';
import { oddTexts } from './testkit/mutate.ts';

/** The tree without places: those of a tree made in code are nowhere. */
function withoutPlaces(node: SearchNode): unknown {
  return JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === 'span' ? undefined : value)));
}

function parsed(text: string): SearchNode {
  const result = parseSearch(text);
  if (!result.ok) throw new Error(`${text}: ${result.diagnostics[0]?.message}`);
  return result.value;
}

const anyText = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.constantFrom('\\', '\\\\', '"', '\\"', '"\\', 'a\\"b\\\\', '|', '#"', ')', 'and', ' | select 1'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('\\', '"', 'a', ' ', '|', '*', "'"), maxLength: 8 }),
);
const name = fc.oneof(
  fc.constantFrom('verb', 'user.username', 'and', '__tag__:__path__'),
  anyText.filter((text) => text !== ''),
);
const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String).filter(isNumber),
);
/** A word as it can stand without quotes behind a field; wildcards are themselves. */
const word = fc
  .string({
    unit: fc.constantFrom('a', 'B', '*', '?', '\\', '"', "'", ':', '.', '#', '=', 'é'),
    minLength: 1,
    maxLength: 8,
  })
  .filter((text) => text !== '*' && !text.startsWith('#"') && !isReserved(text));

const leaf: fc.Arbitrary<SearchNode> = fc.oneof(
  fc.constant(buildSearch.all),
  anyText.map(buildSearch.words),
  fc.tuple(name, anyText).map(([key, text]) => buildSearch.field(key, text)),
  fc.tuple(name, anyText).map(([key, text]) => buildSearch.phrase(key, text)),
  fc.tuple(name, anyText).map(([key, text]) => buildSearch.equals(key, text)),
  fc.tuple(name, fc.constantFrom('web', 'web-7f9c.', 'and')).map(([key, text]) => buildSearch.begins(key, text)),
  name.map(buildSearch.exists),
  fc.tuple(name, word).map(([key, text]): SearchNode => {
    const span = { from: 0, to: 0 };
    return { kind: 'field', key: { name: key, span }, value: { kind: 'word', text, span }, span };
  }),
  fc
    .tuple(name, fc.constantFrom('>', '>=', '<', '<=', '='), number)
    .map(([key, operator, text]) => buildSearch.compare(key, operator, text)),
  fc.tuple(name, number, number).map(([key, from, to]) => buildSearch.between(key, from, to)),
);
const tree = fc.letrec<{ node: SearchNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(buildSearch.every),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((items) => buildSearch.some(items)),
    tie('node').map(buildSearch.not),
  ),
})).node;

describe('a search made in code', () => {
  test('is printed so that parsing it gives the same tree, also within a whole query', () => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(withoutPlaces(parsed(printSearch(node)))).toEqual(withoutPlaces(node));
        const { search, analysis } = splitStatement(printQuery(node, "select '|' as bar"));
        expect(withoutPlaces(parsed(search.text))).toEqual(withoutPlaces(node));
        expect(analysis?.text).toBe(" select '|' as bar");
      }),
      { numRuns: 3000 },
    );
  });

  test('is a condition of its own: no text in it reaches beyond it', () => {
    const node = buildSearch.every([buildSearch.field('user.username', 'x" or *'), parsed('verb: get or verb: list')]);
    expect(printSearch(node)).toBe(String.raw`user.username: "x\" or *" and (verb: get or verb: list)`);
  });

  test('of nothing finds everything, of one is that one', () => {
    expect(buildSearch.every([])).toBe(buildSearch.all);
    expect(buildSearch.some([buildSearch.all])).toBe(buildSearch.all);
  });
});

test('before a quote two backslashes are one; elsewhere a backslash is itself', () => {
  const texts = ['"a\\\\"', '"a\\\\\\" b"', '"C:\\dir\\new"', 'a\\\\b', 'a\\"b'].map((text) => {
    const node = parsed(text);
    return node.kind === 'term' && node.value.kind !== 'any' ? node.value.text : undefined;
  });
  expect(texts).toEqual(['a\\', 'a\\" b', 'C:\\dir\\new', 'a\\\\b', 'a"b']);
});
