import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineError } from '../../engine/index.ts';
import { startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { compileQuery, explainFailure, statementSettings } from '../clickhouse/index.ts';
import { type Type, types } from '../types/index.ts';
import type { CatalogueFunction } from './catalogue.ts';
import { allFunctions } from './registry.ts';
import { parseSignature, type Pattern } from './signature.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());

const arrayOf = (element: Type): Type => ({ kind: 'array', element });
const decimal: Type = { kind: 'decimal', precision: 5, scale: 2 };
const zoned: Type = { kind: 'timestamp', precision: 3, zone: true };
const row: Type = {
  kind: 'row',
  fields: [
    { name: null, type: types.integer },
    { name: null, type: types.varchar },
  ],
};
/** What a variable of a signature stands for: types of each kind, and those within each other. */
const sampled: readonly Type[] = [
  types.unknown,
  types.boolean,
  types.tinyint,
  types.bigint,
  types.real,
  types.double,
  decimal,
  types.varchar,
  types.varbinary,
  types.json,
  types.date,
  types.timestamp,
  zoned,
  types.dayInterval,
  types.yearInterval,
  arrayOf(types.integer),
  arrayOf(arrayOf(types.varchar)),
  arrayOf(row),
  { kind: 'map', key: types.varchar, value: types.integer },
  { kind: 'map', key: types.integer, value: arrayOf(types.varchar) },
  row,
];

const plainValues: Readonly<Record<string, string>> = {
  unknown: 'NULL',
  boolean: 'true',
  tinyint: "tinyint '2'",
  smallint: "smallint '2'",
  integer: '2',
  bigint: "bigint '2'",
  real: "real '0.5'",
  double: '0.5e0',
  varbinary: "to_utf8('ab')",
  date: "date '2020-01-02'",
  json: `json_parse('{"a":[1]}')`,
  'interval day to second': "interval '1' day",
  'interval year to month': "interval '1' month",
  hyperloglog: 'NULL',
};

/** A value of a type as SQL. */
function valueOf(type: Type): string {
  switch (type.kind) {
    case 'varchar':
      return "'a'";
    case 'char':
      return "cast('a' as char(3))";
    case 'decimal':
      return "decimal '1.25'";
    case 'time':
      return "time '01:02:03'";
    case 'timestamp':
      return type.zone ? "timestamp '2020-01-02 03:04:05 UTC'" : "timestamp '2020-01-02 03:04:05'";
    case 'array':
      return `array[${valueOf(type.element)}, ${valueOf(type.element)}]`;
    case 'map':
      return `map(array[${valueOf(type.key)}], array[${valueOf(type.value)}])`;
    case 'row':
      return `row(${type.fields.map((field) => valueOf(field.type)).join(', ')})`;
    case 'function':
      return `(${type.parameters.map((_, index) => `p${index}`).join(', ')}) -> ${valueOf(type.result)}`;
    default:
      return plainValues[type.kind] ?? 'NULL';
  }
}

/** The type of a pattern where its variables stand for these types in turn. */
function typeOf(pattern: Pattern, variables: ReadonlyMap<string, Type>): Type {
  switch (pattern.kind) {
    case 'variable':
      return variables.get(pattern.name) ?? types.bigint;
    case 'exact':
      return pattern.type;
    case 'sized':
      if (pattern.base === 'varchar') return types.varchar;
      if (pattern.base === 'char') return { kind: 'char', length: 3 };
      if (pattern.base === 'time') return { kind: 'time', precision: 3 };
      return pattern.base === 'zoned' ? zoned : types.timestamp;
    case 'decimal':
      return decimal;
    case 'array':
      return arrayOf(typeOf(pattern.element, variables));
    case 'map':
      return { kind: 'map', key: typeOf(pattern.key, variables), value: typeOf(pattern.value, variables) };
    case 'row':
      return { kind: 'row', fields: pattern.fields.map((field) => ({ name: null, type: typeOf(field, variables) })) };
    case 'function':
      return {
        kind: 'function',
        parameters: pattern.parameters.map((parameter) => typeOf(parameter, variables)),
        result: typeOf(pattern.result, variables),
      };
  }
}

function variablesOf(pattern: Pattern): string[] {
  switch (pattern.kind) {
    case 'variable':
      return [pattern.name];
    case 'array':
      return variablesOf(pattern.element);
    case 'map':
      return [pattern.key, pattern.value].flatMap(variablesOf);
    case 'row':
      return pattern.fields.flatMap(variablesOf);
    case 'function':
      return [...pattern.parameters, pattern.result].flatMap(variablesOf);
    default:
      return [];
  }
}

/** Lists of arguments for each overload: every sampled type for each variable, and NULL in each place. */
function argumentLists(entry: CatalogueFunction): string[][] {
  const lists = entry.overloads.flatMap(({ signature }) => {
    const { parameters, variadic } = parseSignature(signature);
    const patterns = variadic ? [...parameters, ...parameters.slice(-1)] : parameters;
    const names = [...new Set(patterns.flatMap(variablesOf))];
    const choices = names.length === 0 ? [types.bigint] : sampled;
    const made = choices.flatMap((type, index) => {
      const turned = names.map((name, place) => [name, sampled[(index + place * 5) % sampled.length] ?? type] as const);
      const same = names.map((name) => [name, type] as const);
      return [new Map(same), new Map(turned)].map((variables) =>
        patterns.map((pattern) => valueOf(typeOf(pattern, variables))),
      );
    });
    const [first = []] = made;
    return [...made, ...first.map((_, place) => first.with(place, 'NULL'))];
  });
  return [...new Map(lists.map((list) => [list.join(), list])).values()];
}

const infix = new Set(['+', '-', '*', '/', '%', '||', 'LIKE', 'AT TIME ZONE']);

/** How a function is called, or undefined where this test cannot write it. */
function callOf({ name, kind }: CatalogueFunction, args: readonly string[]): string | undefined {
  const operator = name.startsWith('operator ') ? name.slice(9) : undefined;
  if (operator === undefined) return `${name}(${args.join(', ')})${kind === 'window' ? ' over (order by 1)' : ''}`;
  const [left = '', right = ''] = args;
  if (operator === '[]') return `(${left})[${right}]`;
  if (operator === 'negate') return `-(${left})`;
  return infix.has(operator) && args.length === 2 ? `(${left}) ${operator} (${right})` : undefined;
}

/** Statements that call it with constants and with columns, of which a second row is NULL. */
function statementsOf(entry: CatalogueFunction): string[] {
  return argumentLists(entry).flatMap((args) => {
    const columns = args.map((argument, index) => (argument.includes('->') ? argument : `c${index}`));
    const held = args.filter((argument) => !argument.includes('->'));
    const names = columns.filter((column) => !column.includes('->'));
    const calls = [args, columns].map((list) => callOf(entry, list));
    const rows = `(VALUES (0, ${[...held, '0'].join(', ')}), (1, ${[...held.map(() => 'NULL'), '0'].join(', ')})) t(${['n', ...names, 'z'].join(', ')})`;
    return calls.flatMap((call) => (call === undefined ? [] : [`* | SELECT ${call} AS e FROM ${rows}`]));
  });
}

async function unexplained(statement: string): Promise<string | null> {
  const compiled = compileQuery(statement, {
    range: { fromMicros: 0, toMicros: 3_600_000_000 },
    scope: { clusterIds: null, namespaces: null, bodies: true },
    clusters: [],
    timeZone: 'UTC',
    nowMicros: Date.UTC(2026, 10, 20) * 1000,
  });
  if (!compiled.ok) return null;
  const { sql, parameters } = compiled.value;
  try {
    await engine.rows(sql, { parameters, settings: { ...statementSettings, max_execution_time: 10 } });
    return null;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return explainFailure(compiled.value, error)
      ? null
      : `${statement}\n  ${error.code}: ${error.message.slice(0, 300)}`;
  }
}

/** Thousands of statements take minutes: by default each function has a part of its own. */
const stride = process.env['WHODUNIT_ARGUMENT_TYPES'] === 'all' ? 1 : 8;

const topics = [...new Set(allFunctions.map(({ topic }) => topic))];

test.each(topics)('no function of topic %s ends in an error of the engine that is not one of ours', async (topic) => {
  const statements = allFunctions
    .filter((entry) => entry.topic === topic)
    .flatMap((entry) => statementsOf(entry).filter((_, index) => index % stride === 0));
  const failed: string[] = [];
  for (const statement of statements) {
    const failure = await unexplained(statement);
    if (failure !== null) failed.push(failure);
  }
  expect(failed).toEqual([]);
});
