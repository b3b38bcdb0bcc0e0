import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { replaceReference } from '../../store/reference/reference-rows.ts';
import { insertLines, startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { decodeRows, type Value } from '../clickhouse/decode-rows.ts';
import { compileQuery } from '../clickhouse/query.ts';
import { statementSettings } from '../clickhouse/settings.ts';
import { recordedLines } from '../search/testkit/recordings.ts';

/** What users paste. The rows and counts here were taken from the lines of the log with jq, one condition at a time. */
const published = z
  .record(z.string(), z.string())
  .parse(parse(readFileSync(new URL('./published.yaml', import.meta.url), 'utf8')));

let engine: TestEngine;
const lines = recordedLines('ack-v1');

beforeAll(async () => {
  engine = await startTestEngine();
  await insertLines(engine, 'ack-v1', lines);
  await insertLines(engine, 'addresses', addressLines());
  await replaceReference(engine, 'ip_countries', [
    ['8.8.8.0/24', 'US', 'United States', '美国'],
    ['2001:4860::/32', 'US', 'United States', '美国'],
  ]);
  await replaceReference(engine, 'ip_places', [
    [
      '8.8.8.0/24',
      'US',
      'United States',
      '美国',
      'California',
      '加利福尼亚州',
      'Mountain View',
      '山景城',
      'Google',
      '37,-122',
    ],
  ]);
});
afterAll(() => engine.close());

/** Events of one line, from addresses of every kind. */
function addressLines(): string[] {
  const line = lines.find((text) => text.includes('"stage":"ResponseComplete"')) ?? '';
  const kinds: readonly (readonly [readonly string[], number, number])[] = [
    [['8.8.8.8'], 403, 12],
    [['8.8.8.8'], 200, 8],
    [['8.8.4.4'], 500, 3],
    [['10.1.2.3'], 403, 30],
    [['172.16.0.9'], 403, 30],
    [['2001:4860:4860::8888'], 401, 11],
    [['2001:4860:4860::8888'], 403, 1],
    [['fd00::1'], 403, 20],
    [['fe80::1'], 403, 20],
    [['::1'], 403, 20],
    [['8.8.4.4', '10.0.0.1'], 403, 15],
    [['10.0.0.1', '8.8.4.4'], 403, 15],
  ];
  return kinds
    .flatMap(([sourceIPs, code, count]) => Array.from({ length: count }, () => ({ sourceIPs, code })))
    .map(({ sourceIPs, code }, index) =>
      JSON.stringify({
        ...(JSON.parse(line) as object),
        sourceIPs,
        responseStatus: { metadata: {}, code },
        auditID: `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`,
      }),
    );
}

interface Ran {
  readonly names: readonly string[];
  readonly rows: readonly Value[][];
}

async function run(text: string, cluster = 'ack-v1'): Promise<Ran> {
  const compiled = compileQuery(text, {
    range: { fromMicros: Date.UTC(2026, 10, 20) * 1000, toMicros: Date.UTC(2026, 10, 21) * 1000 },
    scope: { clusterIds: [cluster], namespaces: null, bodies: true },
    clusters: [{ id: cluster, name: cluster }],
    timeZone: 'UTC',
    nowMicros: Date.UTC(2026, 10, 20, 18, 10) * 1000,
  });
  if (!compiled.ok) throw new Error(`${text}: ${JSON.stringify(compiled.diagnostics)}`);
  const { sql, parameters, types, columns } = compiled.value;
  const answer = await engine.rows(sql, { parameters, settings: { ...statementSettings, readonly: 1 } });
  return { names: columns.map(({ name }) => name), rows: decodeRows(types, answer.rows) };
}

/** A published statement by its name; of a search without SQL the number of events. */
function runPublished(name: string, cluster?: string): Promise<Ran> {
  const text = published[name];
  if (text === undefined) throw new Error(`there is no statement "${name}"`);
  return run(text.includes('|') ? text : `${text} | select count(*)`, cluster);
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

describe('commands run in containers', () => {
  const pod = '/api/v1/namespaces/prod/pods/';
  const web = `${pod}web-79fbfdddc9-dbwbd`;
  const shell = '%2Fbin%2Fsh&command=-c&command=cat+%2Fvar%2Frun%2Fsecrets%2Fkubernetes.io%2Fserviceaccount%2Ftoken';
  const tail = 'stdout=true&timeout=8s';
  const rows = [
    [
      '611d5028-2318-473b-a8f0-4066d31598ad',
      '2026-11-20 18:06:09',
      `${pod}debug-a`,
      `command=tar&command=-xmf&command=-&command=-C&command=%2Ftmp&container=debug-a&stderr=true&stdin=true&${tail}`,
      500,
      'bob@corp.example',
      '127.0.0.1',
    ],
    [
      'f6927456-4fc5-4822-8d4d-5a836df081bd',
      '2026-11-20 18:06:08',
      `${pod}debug-a`,
      `command=test&command=-d&command=%2Ftmp%2Fx&container=debug-a&stderr=true&${tail}`,
      500,
      'bob@corp.example',
      '127.0.0.1',
    ],
    [
      '43e6cb8d-dac3-4d60-b7c5-7185587ad1aa',
      '2026-11-20 18:05:35',
      web,
      `command=ls&command=-la&command=%2Fetc&container=web&stderr=true&${tail}`,
      500,
      'bob@corp.example',
      '127.0.0.1',
    ],
    [
      'aeb37d64-dbc9-45f8-8db9-2e1149335842',
      '2026-11-20 18:05:35',
      web,
      `command=${shell}&container=web&stderr=true&${tail}`,
      500,
      'alice@corp.example',
      '127.0.0.1',
    ],
  ];
  const english = ['Event ID', 'Time', 'Resource', 'Command', 'Status code', 'User account', 'Source IP address'];
  const chinese = ['操作事件', '操作时间', '资源', '命令', '状态码', '操作账号', '源地址'];

  test.each([
    ['exec', english],
    ['exec in Chinese', chinese],
    ['exec of 2021', chinese],
  ])('%s', async (name, names) => {
    const found = await runPublished(name);
    expect(found.names).toEqual(names);
    expect(found.rows.toSorted()).toEqual(rows.toSorted());
    const times = found.rows.map(([, time]) => text(time));
    if (name !== 'exec of 2021') expect(times).toEqual(times.toSorted().toReversed());
  });

  test('as the rule for alerts asks', async () => {
    const found = await runPublished('at_command');
    expect(found.rows.map((row) => [row[0], row[5]]).toSorted()).toEqual(
      rows.map((row) => [row[0], row[3]]).toSorted(),
    );
    for (const row of found.rows) expect([row[1], row[3], row[7], row[8]]).toEqual(['create', 'pods', 'prod', null]);
  });
});

describe('access from the Internet', () => {
  const google = ['美国', '加利福尼亚州', '山景城', 'Google'];

  test.each(['internet access', 'internet access in Chinese'])('%s', async (name) => {
    const { names, rows } = await runPublished(name, 'addresses');
    expect(names).toHaveLength(9);
    expect(rows).toEqual([
      ['8.8.8.8', 20, 60, 12, 'no', ...google],
      ['2001:4860:4860::8888', 12, 100, 1, 'no', '美国', '', '', ''],
      ['8.8.4.4', 3, 100, 0, 'no', '', '', '', ''],
    ]);
  });

  test('internet access of 2021: more than ten calls, of which half failed; lists of addresses are not intranet', async () => {
    const { rows } = await runPublished('internet access of 2021', 'addresses');
    expect(rows.map((row) => row.slice(0, 4)).toSorted()).toEqual(
      [
        ['8.8.8.8', 20, 60, 12],
        ['["8.8.4.4","10.0.0.1"]', 15, 100, 15],
        ['["10.0.0.1","8.8.4.4"]', 15, 100, 15],
        ['2001:4860:4860::8888', 12, 100, 1],
      ].toSorted(),
    );
    expect(rows[0]?.[0]).toBe('8.8.8.8');
  });

  test('the rule for alerts counts addresses, calls and failures; of several addresses it is the first', async () => {
    expect((await runPublished('at_internet_login', 'addresses')).rows).toEqual([[4, 50, 42]]);
    const { rows } = await runPublished('at_internet_login drilled down', 'addresses');
    expect(rows).toEqual([
      ['8.8.8.8', 20, 0.6, 12],
      ['["8.8.4.4","10.0.0.1"]', 15, 1, 15],
      ['2001:4860:4860::8888', 12, 1, 12],
      ['8.8.4.4', 3, 1, 3],
    ]);
  });

  test('a log of loopback addresses has none', async () => {
    for (const name of ['internet access', 'internet access of 2021', 'at_internet_login drilled down'])
      expect((await runPublished(name)).rows).toEqual([]);
    expect((await runPublished('at_internet_login')).rows).toEqual([[0, null, null]]);
  });
});

describe('rules for alerts', () => {
  test('deleted resources with a namespace, by people', async () => {
    const { names, rows } = await runPublished('at_delete');
    expect(names).toEqual([
      'auditID',
      'verb',
      'time',
      'resource',
      'resourceName',
      'operationType',
      'responseCode',
      'namespace',
      'user',
      'sourceIP',
    ]);
    expect(
      rows.map((row) => [row[3], '/', row[7], '/', row[4], ' ', row[6], ' ', row[8]].map(text).join('')).toSorted(),
    ).toEqual([
      'aliyunlogconfigs/kube-system/k8s-audit-a 200 kubernetes-admin',
      'deployments/prod/worker 200 bob@corp.example',
      'namespaces/scratch/scratch 200 kubernetes-admin',
      'namespaces/team-a/team-a 200 kubernetes-admin',
      'pods/prod/api-c489c97c-4nrck 200 bob@corp.example',
      'pods/prod/api-c489c97c-vb2t9 200 bob@corp.example',
      'pods/prod/web-79fbfdddc9-dbwbd 200 alice@corp.example',
    ]);
  });

  test('taints, labels, cordon and uncordon of nodes', async () => {
    const taints = await runPublished('at_taint');
    expect(taints.rows).toEqual([
      [
        'patch',
        null,
        null,
        '2026-11-20 18:06:05',
        'node1',
        '[{"effect":"PreferNoSchedule","key":"x","value":"y"}]',
        'kubernetes-admin',
        200,
        '127.0.0.1',
        'a8b1e8cb-33f6-4fcc-8c84-38c24a5886e2',
      ],
    ]);
    const labels = await runPublished('at_label');
    expect(labels.names).toContain('Label');
    expect(labels.rows.map((row) => [row[3], row[5], row[6], row[9]])).toEqual([
      ['node1', '{"disk":"ssd"}', 'insert/update', 'dd4b8876-1625-429e-ba13-f6eac7eba85e'],
    ]);
    const cordons = await runPublished('at_cordon_uncordon');
    expect(cordons.rows.map((row) => [row[3], row[5], row[8]]).toSorted()).toEqual([
      ['node2', 'cordon', '94e7b987-03bf-4c8e-85c6-75e66e51e1c7'],
      ['node2', 'uncordon', '15f1840e-93e7-4835-adcc-f6734987603f'],
    ]);
  });

  test('evictions', async () => {
    const { rows } = await runPublished('at_drain_eviction');
    expect(rows.map((row) => [row[3], row[6], row[8]]).toSorted()).toEqual([
      ['api-c489c97c-tw7c2', 201, '29587bce-4636-4894-bbd9-63bddb211f7e'],
      ['api-c489c97c-vsmwx', 201, '67b78ada-5621-4ef1-bce0-3ec93ce02747'],
      ['web-5bdf89b648-drrjb', 201, '5eb0f969-433c-4c2b-abf4-e2bd35f0809c'],
      ['web-5bdf89b648-h9667', 201, '729389a2-7a4c-45aa-a393-3465ced01c31'],
    ]);
  });

  test('updates: 48 of the 50 name kube-controller-manager in their managed fields', async () => {
    expect((await runPublished('at_update')).rows).toEqual([[2]]);
  });
});

describe('quick analysis', () => {
  const ofKey = (name: string, key: string) => run((published[name] ?? '').replaceAll('${key}', key));
  const codes = [
    [200, 3472],
    [201, 440],
    [404, 234],
    [409, 114],
    [403, 74],
    [500, 24],
    [401, 6],
    [304, 4],
    [400, 1],
  ];

  test('shares, most frequent first', async () => {
    const { rows } = await ofKey('quick shares', 'responseStatus.code');
    expect(rows.map(([code, count]) => [code, count])).toEqual(codes);
    for (const [, count, share] of rows) expect(share).toBeCloseTo(Number(count) / 4369, 12);
    expect((await ofKey('quick shares', 'verb')).rows.map(([verb, count]) => [verb, count])).toEqual([
      ['get', 1766],
      ['update', 868],
      ['list', 649],
      ['create', 458],
      ['watch', 212],
      ['patch', 205],
      ['deletecollection', 112],
      ['delete', 99],
    ]);
    // A tenth value is the last one shown, and NULL is a value.
    expect((await ofKey('quick shares', 'objectRef.resource')).rows).toHaveLength(10);
    const absent = (await ofKey('quick shares', 'objectRef.subresource')).rows.find(([value]) => value === null);
    expect(absent?.[1]).toBe(lines.filter((line) => !line.includes('"subresource":')).length);
  });

  test('numbers of a field', async () => {
    const of = async (name: string) => (await ofKey(name, 'responseStatus.code')).rows;
    expect(await of('quick distinct')).toEqual([[9]]);
    expect(await of('quick max')).toEqual([[500]]);
    expect(await of('quick min')).toEqual([[200]]);
    const sum = codes.reduce((total, [code = 0, count = 0]) => total + code * count, 0);
    expect(await of('quick sum')).toEqual([[sum]]);
    expect((await of('quick avg'))[0]?.[0]).toBeCloseTo(sum / 4369, 12);
    expect((await of('quick histogram'))[0]?.[0]).toEqual(
      Object.fromEntries(codes.map(([code, count]) => [`${code}.0`, count])),
    );
  });
});

describe('tiles of the reports', () => {
  test.each([
    ['tile events and a week before', [[4369, 0, 'Infinity']]],
    ['compare', [[4369, 0, 'Infinity']]],
    ['tile internet', [[0]]],
    ['tile illegal', [[80]]],
    ['tile created', [[49]]],
    ['tile redirects', [[4]]],
    ['ts_compare', [['2026-11-20 18:00:00.000', [4369, null, null, Date.UTC(2026, 10, 19, 18) / 1000]]]],
  ])('%s', async (name, rows) => {
    expect((await runPublished(name)).rows).toEqual(rows);
  });

  test('deleted by kind, most first', async () => {
    const { rows } = await runPublished('tile deleted');
    expect(rows.slice(0, 2)).toEqual([
      ['pods', 3],
      ['namespaces', 2],
    ]);
    expect(rows.slice(2).toSorted()).toEqual([
      ['aliyunlogconfigs', 1],
      ['clusterrolebindings', 1],
      ['clusterroles', 1],
      ['deployments', 1],
    ]);
  });

  test('operations of a kind: 231 updates and 45 patches are one, 53 gets and 85 lists another', async () => {
    expect((await runPublished('tile operations of a kind')).rows.toSorted()).toEqual([
      ['access', 138],
      ['create', 3],
      ['delete', 1],
      ['update', 276],
    ]);
  });

  test('operations over time: a row for every hour of the day and every verb of people', async () => {
    const { rows } = await runPublished('tile operations over time');
    expect(rows.length % 24).toBe(0);
    const counted = rows.filter(([, , count]) => count !== 0);
    expect(new Set(counted.map(([time]) => time))).toEqual(new Set(['11-20 18:00']));
    expect(counted.reduce((sum, [, , count]) => sum + Number(count), 0)).toBe(714);
    expect(rows[0]?.[0]).toBe('11-20 00:00');
    expect(rows.at(-1)?.[0]).toBe('11-20 23:00');
  });

  test('who read secrets', async () => {
    const { rows } = await runPublished('tile secrets read');
    expect(rows).toHaveLength(21);
  });
});

describe('signs of known flaws', () => {
  test.each([
    ['cve-2020-8554 status', [[0]]],
    ['cve-2020-8562', [[0]]],
    ['cve-2020-8562 like', [[0]]],
    ['cve-2018-1002105', [[0]]],
    ['cve-2018-18264', [[0]]],
    ['cve-2019-11253', [[0]]],
    ['cve-2021-25735', [[4]]],
    ['cve-2021-25741', [[0]]],
    ['cve-2021-25742', [[0]]],
  ])('%s', async (name, rows) => {
    expect((await runPublished(name)).rows).toEqual(rows);
  });

  test('those that find something', async () => {
    const found = async (name: string) => (await runPublished(name)).rows;
    expect(await found('cve-2020-8554 addresses')).toHaveLength(1);
    expect((await found('cve-2019-1002101')).map(([, uri]) => text(uri).includes('command=tar'))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const subresource = /"subresource":"(?:exec|attach|portforward|proxy)"/;
    expect(await found('cve-2020-8559')).toEqual([[0, lines.filter((line) => subresource.test(line)).length]]);
    const created = /"verb":"create"[^]*"objectRef":\{"resource":"(?:storageclasses|persistentvolumes|pods)"/;
    expect(await found('cve-2020-8555')).toEqual([[lines.filter((line) => created.test(line)).length, 0]]);
    expect((await found('cve-2021-25737'))[0]?.[1]).toBe(0);
  });
});

test('every published statement is asked', () => {
  const asked = readFileSync(new URL(import.meta.url), 'utf8');
  expect(Object.keys(published).filter((name) => !asked.includes(`'${name}'`))).toEqual([]);
});
