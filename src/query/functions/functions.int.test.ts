import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseBlockList, replaceBlockLists } from '../../store/reference/block-lists.ts';
import { replaceReference } from '../../store/reference/reference-rows.ts';
import { type TestEngine, insertLines, startTestEngine } from '../../store/testkit.ts';
import { decodeRows, type Value } from '../clickhouse/decode-rows.ts';
import { statementSettings } from '../clickhouse/settings.ts';
import { compileStatement } from '../clickhouse/statement.ts';
import { readVectorEvents } from '../sql/testkit/vectors.ts';
import { allFunctions } from './registry.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
  await insertLines(engine, 'c', readVectorEvents().slice(0, 40));
  await replaceBlockLists(engine, parseBlockList('203.0.113.0/24\nevil.example\nhttps://evil.example/a'));
  await replaceReference(engine, 'ip_countries', [['1.2.0.0/16', 'CN', 'China', '中国']]);
  await replaceReference(engine, 'ip_places', [
    ['9.9.0.0/16', 'JP', 'Japan', '日本', 'Tokyo', '东京都', 'Tokyo', '东京', 'IIJ', '35.6,139.7'],
  ]);
});

afterAll(() => engine.close());

async function run(sql: string): Promise<Value[][]> {
  const compiled = compileStatement(sql, {
    range: { fromMicros: Date.UTC(2026, 10, 20) * 1000, toMicros: Date.UTC(2026, 10, 21) * 1000 },
    scope: { clusterIds: null, namespaces: null, bodies: true },
    clusters: [],
    timeZone: 'Asia/Shanghai',
    nowMicros: Date.UTC(2026, 10, 20, 12) * 1000,
  });
  if (!compiled.ok) throw new Error(`${sql}: ${compiled.diagnostics[0]?.message}`);
  const { rows } = await engine.rows(compiled.value.sql, {
    parameters: compiled.value.parameters,
    settings: statementSettings,
  });
  return decodeRows(compiled.value.types, rows);
}

async function values(...expressions: string[]): Promise<Value[] | undefined> {
  return (await run(`SELECT ${expressions.join(', ')} FROM (VALUES 1) AS t(x)`))[0];
}

/** Statements around the examples that are no expressions of a row. */
const statements: Readonly<Record<string, (example: string) => string>> = {
  grouping: (example) => `SELECT ${example} AS e FROM log GROUP BY ROLLUP (verb)`,
  compare: (example) => `SELECT ${example} AS e FROM (SELECT count(1) AS pv FROM log)`,
  ts_compare: (example) =>
    `SELECT t, ${example} AS e FROM (SELECT date_trunc('hour', __time__) AS t, count(1) AS pv FROM log GROUP BY t) GROUP BY t`,
  time_series: (example) => `SELECT ${example} AS e, count(1) AS c FROM log GROUP BY e ORDER BY e`,
};
const scalars = allFunctions.filter((entry) => entry.kind === 'scalar' && !entry.name.startsWith('operator '));

test.each(scalars.map((entry) => [entry.name, entry.example] as const))(
  'the example of %s runs on the log: %s',
  async (name, example) => {
    const statement = statements[name]?.(example) ?? `SELECT ${example} AS e FROM log LIMIT 40`;
    expect(await run(statement)).not.toHaveLength(0);
  },
);

describe('addresses', () => {
  test('are intranet by the private ranges of both protocols; a list of addresses is not', async () => {
    const addresses = [
      '10.1.2.3',
      '172.31.0.1',
      '172.32.0.1',
      '100.64.0.1',
      '::1',
      'fd00::1',
      'fe80::1',
      '2001:db8::1',
      '10.0.0.1,1.2.3.4',
      '',
    ];
    const answers = await values(...addresses.map((address) => `ip_to_domain('${address}')`));
    const [a, b] = ['intranet', 'internet'];
    expect(answers).toEqual([a, a, b, a, a, a, a, b, b, b]);
  });

  test('have places by the operator first, then by what is shipped, else the empty text', async () => {
    expect(
      await values(
        "ip_to_country('9.9.9.9')",
        "ip_to_country('1.2.3.4', 'en')",
        "ip_to_country_code('8.8.8.8')",
        "ip_to_city('9.9.9.9')",
        "ip_to_province('9.9.9.9', 'en')",
        "ip_to_geo('9.9.9.9')",
        "ip_to_provider('no address')",
        'ip_to_city(CAST(NULL AS varchar))',
      ),
    ).toEqual(['日本', 'China', '', '东京', 'Tokyo', '35.6,139.7', '', null]);
  });

  test('have networks', async () => {
    expect(
      await values(
        "ip_prefix('192.168.1.10', 24)",
        "ip_subnet_range('192.168.1.10/24')",
        "ip_subnet_max('2001:db8::/32')",
        "is_subnet_of('10.0.0.0/8', '11.1.2.3')",
        "is_prefix_subnet_of('10.0.0.0/16', '10.0.0.0/8')",
        "try(ip_prefix('x', 24))",
      ),
    ).toEqual([
      '192.168.1.0/24',
      ['192.168.1.0', '192.168.1.255'],
      '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
      false,
      false,
      null,
    ]);
  });
});

test('block lists are of networks, domains with those below them, and URLs', async () => {
  expect(
    await values(
      "security_check_ip('203.0.113.7')",
      "security_check_ip('203.0.114.7')",
      "security_check_domain('a.EVIL.example')",
      "security_check_domain('evil.example.org')",
      "security_check_url('https://evil.example/a')",
      'security_check_ip(NULL)',
    ),
  ).toEqual([1, 0, 1, 0, 1, null]);
});

test('units are read and written', async () => {
  expect(
    await values(
      "parse_data_size('2.3MB')",
      "convert_data_size('1200KB', 'MB')",
      'format_data_size(1258291)',
      "to_seconds('3.2h')",
      "to_most_succinct_time_unit('3600s')",
      "try(parse_data_size('much'))",
    ),
  ).toEqual([2_411_725, '1.17MB', '1.2MB', 11_520, '1h', null]);
});

test("SLS's own of dates: seconds and text as times, and the patterns that Trino lacks", async () => {
  expect(
    await values(
      "date_trunc('day', 1605895519)",
      "date_add('day', -7, '2018-08-09 00:00:00')",
      "date_format(1605895519, '%D %w %V')",
      "date_diff('hour', '2020-01-01 00:00:00', '2020-01-02 01:30:00')",
      "to_unixtime('1970-01-01 08:00:01')",
    ),
  ).toEqual(['2020-11-21 00:00:00.000', '2018-08-02 00:00:00.000', '21st 6 46', 25, 1]);
});

test('json_array_get gives strings bare', async () => {
  expect(
    await values(`json_format(json_array_get('["10.0.0.1"]', 0))`, `json_array_get('["a",1.0,null]', -2)`),
  ).toEqual(['10.0.0.1', '1.0']);
});

test('lists of texts give the same however they are written', async () => {
  const lists = [
    '[]',
    '[""]',
    '["a"]',
    '["a","b","a\u00e9\u{1F600}"]',
    String.raw`["a\"b","\\"]`,
    '["a",1,"b"]',
    '["a]","["]',
  ];
  const questions = (json: string): string[] => [
    `json_array_length(${json})`,
    ...[0, 1, -1].map((place) => `CAST(json_array_get(${json}, ${place}) AS varchar)`),
    ...['a', 'a"b', '', ',', '","'].map((text) => `json_array_contains(${json}, '${text}')`),
  ];
  for (const list of lists) {
    const compact = await values(...questions(`'${list}'`));
    // What has blanks takes the slow road.
    expect(compact, list).toEqual(await values(...questions(`'${list.replace('[', '[ ')}'`)));
    const items: unknown[] = JSON.parse(list);
    expect(compact?.[0]).toBe(items.length);
    expect(compact?.[1]).toBe(items[0] ?? null);
    expect(compact?.[4]).toBe(items.includes('a'));
  }
});

test('times of ISO 8601 are the same however they are written', async () => {
  const times = [
    '2026-11-20T18:05:19.347836Z',
    '2024-02-29T00:00:00.000000Z',
    '1969-12-31T23:59:59.999999Z',
    '1800-01-01T10:00:00.000001Z',
    '9999-12-31T23:59:59.999999Z',
  ];
  const wrong = ['2026-02-31T00:00:00.000000Z', '2026-01-01T25:00:00.000000Z', '2026-01-01T10:61:00.000000Z'];
  const asked = (texts: readonly string[]) =>
    run(
      `SELECT t, try(from_iso8601_timestamp(t)), try(to_unixtime(from_iso8601_timestamp(t)))
       FROM (VALUES ${texts.map((text) => `'${text}'`).join(', ')}) AS v(t) ORDER BY t`,
    );
  const all = [...times, ...wrong, '2026-11-20T18:05:19.347836+08:00', ''].toSorted();
  const usual = await asked(all);
  // Nine digits take the slow road.
  const slow = await asked(all.map((text) => text.replace('Z', '000Z')));
  expect(usual.map((row) => row.slice(1))).toEqual(slow.map((row) => row.slice(1)));
  const read = new Map(usual.map(([text, time, seconds]) => [text, [time, seconds]]));
  expect(read.get('2026-11-20T18:05:19.347836Z')).toEqual(['2026-11-20 18:05:19.347 UTC', 1_795_197_919.347]);
  for (const text of wrong) expect(read.get(text)).toEqual([null, null]);
});

test('max_by gives NULL where the row of the greatest key has none', async () => {
  const rows = `(VALUES ('a', 1, 1), (NULL, 2, 1), ('b', NULL, 1), (NULL, 1, 2), ('c', 1, 3), ('', 2, 3)) AS t(v, k, g)`;
  expect(await run(`SELECT g, max_by(v, k), min_by(v, k) FROM ${rows} GROUP BY g ORDER BY g`)).toEqual([
    [1, null, 'a'],
    [2, null, null],
    [3, '', 'c'],
  ]);
  expect(await run(`SELECT max_by(v, k) FROM ${rows} WHERE g > 3`)).toEqual([[null]]);
});
