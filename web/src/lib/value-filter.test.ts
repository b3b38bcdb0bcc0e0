import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventReader } from '../../../src/audit/index.ts';
import { buildSearch, compileMatcher, parseSearch, printSearch, SearchedEvent } from '../../../src/query/index.ts';
import {
  conditionText,
  editSearch,
  excludeValue,
  includeValue,
  onlyValue,
  releaseValue,
  searchTree,
  stanceOn,
  type ValueTarget,
  valuesSaid,
} from './value-filter.ts';

const get = { field: 'verb', value: 'get' };
const list = { field: 'verb', value: 'list' };
const absent = { field: 'objectRef.namespace', value: '' };
const hops = { field: 'sourceIPs', value: '["10.0.0.1","10.0.0.2"]' };
const refused: ValueTarget = {
  field: 'responseStatus.code',
  value: 'refused',
  search: buildSearch.some([
    buildSearch.equals('responseStatus.code', '401'),
    buildSearch.equals('responseStatus.code', '403'),
  ]),
};

type Edit = (tree: NonNullable<ReturnType<typeof searchTree>>, target: ValueTarget) => typeof tree;
const edited = (query: string, edit: Edit, target: ValueTarget): string =>
  editSearch(query, (tree) => edit(tree, target));
const stance = (query: string, target: ValueTarget) => {
  const tree = searchTree(query);
  return tree && stanceOn(tree, target);
};

const tricky = fc.constantFrom(...Array.from('a"\\ :()*?|#-.0日\n\u0000'), 'not ', 'OR', '[', '{', ',');

describe('the condition of a value', () => {
  it.each([
    ['user.username', 'alice@corp.example', 'user.username == "alice@corp.example"'],
    ['responseStatus.code', '403', 'responseStatus.code == 403'],
    ['annotations.authorization.k8s.io/reason', 'x', 'annotations.authorization.k8s.io/reason == "x"'],
    ['userAgent', 'a "b"', String.raw`userAgent == "a \"b\""`],
    ['objectRef.resource', '', 'not objectRef.resource: *'],
    ['sourceIPs', '["203.0.113.24"]', 'sourceIPs == "203.0.113.24"'],
    ['sourceIPs', hops.value, 'sourceIPs == "10.0.0.1" and sourceIPs == "10.0.0.2"'],
    ['requestObject.spec.tags', '["a","b"]', 'requestObject.spec.tags == "a" and requestObject.spec.tags == "b"'],
    ['requestObject.spec', '{"a":"b"}', String.raw`requestObject.spec: "{\"a\":\"b\"}"`],
    ['userAgent', '["x"]', String.raw`userAgent == "[\"x\"]"`],
  ])('of %s %s', (field, value, text) => expect(conditionText(field, value)).toBe(text));

  it('is a search that parses to the same tree, whatever the value', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: tricky, maxLength: 40 }),
        fc.constantFrom(1, 60),
        fc.constantFrom('userAgent', 'sourceIPs', 'requestObject.spec', 'user.extra.a b', 'responseStatus.code'),
        (text, times, field) => {
          const written = conditionText(field, text.repeat(times));
          const parsed = parseSearch(written);
          expect(parsed.ok && printSearch(parsed.value)).toBe(written);
        },
      ),
    );
  });
});

describe('a value in a query', () => {
  it.each([
    ['', includeValue, get, 'verb == "get"'],
    ['*', includeValue, get, 'verb == "get"'],
    ['alice', includeValue, get, 'alice and verb == "get"'],
    ['a or b', includeValue, get, '(a or b) and verb == "get"'],
    ['verb: get alice', includeValue, list, '(verb: get or verb == "list") and alice'],
    ['verb: get', includeValue, get, 'verb: get'],
    ['VERB: "get"', includeValue, list, 'VERB: "get" or verb == "list"'],
    ['not verb: get', includeValue, get, 'verb == "get"'],
    ['verb: *', includeValue, get, 'verb: * and verb == "get"'],
    ['verb: get or verb: list', excludeValue, list, 'verb: get and not verb == "list"'],
    ['verb: get', excludeValue, get, 'not verb == "get"'],
    ['not verb: get', excludeValue, list, 'not verb: get and not verb == "list"'],
    ['not (verb: get or verb: list)', releaseValue, list, 'not verb: get'],
    ['verb: get and alice', releaseValue, get, 'alice'],
    ['verb: get or alice', releaseValue, get, 'verb: get or alice'],
    ['(verb: get or verb: list) and not verb: watch and alice', onlyValue, get, 'alice and verb == "get"'],
    ['objectRef.namespace: prod', includeValue, absent, 'objectRef.namespace: prod or not objectRef.namespace: *'],
    ['', excludeValue, absent, 'objectRef.namespace: *'],
    ['objectRef.namespace: *', includeValue, absent, 'not objectRef.namespace: *'],
    ['', includeValue, hops, 'sourceIPs == "10.0.0.1" and sourceIPs == "10.0.0.2"'],
    [
      'sourceIPs == "10.0.0.1" and sourceIPs == "10.0.0.2"',
      includeValue,
      { field: 'sourceIPs', value: '1.1.1.1' },
      'sourceIPs == "10.0.0.1" and sourceIPs == "10.0.0.2" or sourceIPs == "1.1.1.1"',
    ],
    ['a', excludeValue, hops, 'a and not (sourceIPs == "10.0.0.1" and sourceIPs == "10.0.0.2")'],
    [
      'responseStatus.code == 200',
      includeValue,
      refused,
      'responseStatus.code == 200 or responseStatus.code == 401 or responseStatus.code == 403',
    ],
    ['a', excludeValue, refused, 'a and not (responseStatus.code == 401 or responseStatus.code == 403)'],
    ['verb: get | select 1', includeValue, list, 'verb: get or verb == "list" | select 1'],
    ['verb: get | select 1', releaseValue, get, '* | select 1'],
    ['verb: (', includeValue, get, 'verb: ('],
  ] as const)('%s', (query, edit, target, wanted) => expect(edited(query, edit, target)).toBe(wanted));

  it('is what it was made, and is taken back', () => {
    for (const query of ['', 'a or b', 'verb: get', 'verb: list verb: patch', 'not verb: get', 'sourceIPs: 10.0.0.1'])
      for (const target of [get, list, absent, hops, refused]) {
        const [only, included, excluded] = [onlyValue, includeValue, excludeValue].map((edit) =>
          edited(query, edit, target),
        );
        expect([only, included, excluded].map((text) => stance(text ?? '', target))).toEqual(['in', 'in', 'out']);
        for (const text of [only, included, excluded])
          expect(stance(edited(text ?? '', releaseValue, target), target)).toBeUndefined();
      }
  });

  it('is not what stands in another condition, or is quoted', () => {
    expect(stance('requestURI: "x verb: get y"', get)).toBeUndefined();
    expect(stance('(verb: get and alice) or bob', get)).toBeUndefined();
    expect(stance('verb: g*', get)).toBeUndefined();
  });

  it('is told with the others of its field', () => {
    const tree = searchTree('(verb: get or verb: list) and not verb: watch and verb: * and alice');
    expect(tree && valuesSaid(tree, 'verb')).toEqual([
      { value: 'get', stance: 'in' },
      { value: 'list', stance: 'in' },
      { value: 'watch', stance: 'out' },
      { value: '', stance: 'out' },
    ]);
  });
});

describe('what is found', () => {
  const events = ['get', 'list', 'watch', ''].flatMap((verb) =>
    ['alice', 'bob'].map((username) => ({ verb, username })),
  );
  const read = (event: object): SearchedEvent => {
    const reader = new EventReader();
    const bytes = new TextEncoder().encode(JSON.stringify(event));
    reader.read(bytes, 0, bytes.length, 0);
    return new SearchedEvent(reader.row, 'c1');
  };
  const found = (query: string): readonly string[] => {
    const tree = searchTree(query);
    if (!tree) throw new Error(`BUG: ${query} cannot be read`);
    const { matches } = compileMatcher(tree, { clusters: [] });
    return events
      .filter(({ verb, username }) => matches(read({ verb, user: { username } })))
      .map(({ verb, username }) => `${username} ${verb}`);
  };
  const parts = ['verb: get', 'verb: list', 'not verb: watch', 'verb: *', 'not verb: *', 'user.username: alice'];
  const queries = fc
    .subarray(parts)
    .chain((chosen) => fc.constantFrom(' and ', ' or ').map((join) => chosen.join(join)));

  it('is only, besides, or without the value, whatever the query was', () => {
    fc.assert(
      fc.property(queries, fc.constantFrom('get', 'list', 'watch', ''), (query, value) => {
        const target = { field: 'verb', value };
        const has = (name: string): boolean => name.endsWith(` ${value}`);
        expect(found(edited(query, onlyValue, target)).every(has)).toBe(true);
        const without = found(edited(query, excludeValue, target));
        expect(without.some(has)).toBe(false);
        const before = found(edited(query, releaseValue, target));
        expect(without).toEqual(before.filter((name) => !has(name)));
      }),
    );
  });
});
