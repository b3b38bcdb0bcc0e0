import { describe, expect, it } from 'vitest';
import { bindNames, dictionary, lambda, list, literal, newName, parameter, raw, sql } from './node.ts';
import { printSql } from './print-node.ts';

const text = (node: Parameters<typeof printSql>[0]): string => printSql(node).text;

describe('sql', () => {
  it('prints a tree once, lists with commas', () => {
    const column = raw('verb');
    expect(text(sql`in(upper(${column}), tuple(${[literal("it's"), literal('a')]}), ${2})`)).toBe(
      String.raw`in(upper(verb), tuple('it\'s', 'a'), 2)`,
    );
    expect(text(list([column, column], ' AND '))).toBe('verb AND verb');
  });

  it('binds what users wrote: equal values once, and takes no text of theirs as SQL', () => {
    const hostile = "') OR 1 --";
    const printed = printSql(
      sql`or(equals(a, ${parameter(hostile, 'String')}), equals(b, ${parameter(hostile, 'String')}))`,
    );
    expect(printed.text).toBe('or(equals(a, {p0:String}), equals(b, {p0:String}))');
    expect(printed.parameters).toEqual({ p0: hostile });
    expect(printSql(parameter('x', 'String'), 'field').text).toBe('{field0:String}');
    // @ts-expect-error -- a template takes nodes and numbers
    expect(() => sql`equals(a, ${hostile})`).toThrow(TypeError);
  });

  it('tells the dictionaries that a statement looks things up in', () => {
    const place = sql`dictGet(${dictionary('ip_places')}, 'city', ${parameter("'blocked_names'", 'String')})`;
    expect([...printSql(place).lookups]).toEqual(['ip_places']);
  });
});

describe('raw', () => {
  it.each(['verb', '-9223372036854775808', '1.5e-3', '*', 'LEFT ARRAY JOIN', '>='])('takes the word %s', (word) => {
    expect(text(raw(word))).toBe(word);
  });

  it.each(["'", '1 -- 2', 'f(x)', 'a, b', '/* */', 'a;', 'a"b', 'a`b', 'a\\b', 'a\nb', 'é'])('refuses %s', (other) => {
    expect(() => raw(other)).toThrow('no word of SQL');
  });
});

describe('bindNames', () => {
  const cheap = sql`lower(verb)`;
  const dear = sql`${list(Array.from({ length: 50 }, () => sql`f(x)`))}`;

  it('puts a value that is used once in its place', () => {
    const name = newName('x1');
    expect(text(bindNames(sql`upper(${name})`, [{ name, value: cheap }]))).toBe('upper(lower(verb))');
  });

  it('gives a value that is used several times an alias, and a dear one the argument of a lambda', () => {
    const name = newName('x1');
    const twice = sql`if(isNull(${name}), '', ${name})`;
    expect(text(bindNames(twice, [{ name, value: cheap }]))).toBe("if(isNull((lower(verb) AS x1)), '', x1)");
    expect(text(bindNames(twice, [{ name, value: dear }]))).toMatch(/^arrayMap\(x1 -> if\(isNull\(x1\), '', x1\), \[f/);
  });

  it('gives no alias within a lambda, where it would not be known outside', () => {
    const name = newName('x1');
    const body = sql`and(${name}, arrayExists(${lambda('i', sql`equals(i, ${name})`)}, items))`;
    expect(text(bindNames(body, [{ name, value: cheap }]))).toBe(
      'arrayMap(x1 -> and(x1, arrayExists(i -> equals(i, x1), items)), [lower(verb)])[1]',
    );
    // A text that reads like one is none.
    const quoted = sql`and(${name}, equals(${name}, ${literal('a -> b')}))`;
    expect(text(bindNames(quoted, [{ name, value: cheap }]))).toBe("and((lower(verb) AS x1), equals(x1, 'a -> b'))");
  });

  it('tells names by what they are, not by their text', () => {
    const [one, other] = [newName('x1'), newName('x1')];
    const inner = bindNames(sql`f(${one})`, [{ name: one, value: sql`a()` }]);
    expect(text(bindNames(sql`g(${inner}, ${other})`, [{ name: other, value: sql`b()` }]))).toBe('g(f(a()), b())');
  });

  it('binds names in the values of those bound before', () => {
    const [outer, inner] = [newName('x1'), newName('x2')];
    const named = [
      { name: inner, value: sql`h(${outer})` },
      { name: outer, value: cheap },
    ];
    expect(text(bindNames(sql`g(${inner}, ${outer})`, named))).toBe('g(h((lower(verb) AS x1)), x1)');
  });
});
