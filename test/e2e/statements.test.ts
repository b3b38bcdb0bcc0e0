import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type RunningServer, startServer } from './running-server.ts';

const root = path.resolve(import.meta.dirname, '../..');
const published = parse(readFileSync(path.join(root, 'src/query/corpus/published.yaml'), 'utf8')) as Record<
  string,
  string
>;
const day = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
const range = ['--from', day.from, '--to', day.to];
/** What somebody who is limited to one namespace of one cluster may never see. */
const hidden = 'not-for-everybody';

let server: RunningServer;
/** Would be reached by a statement that gets out. */
let outside: Server;
let outsideUrl = '';
const reached: string[] = [];

beforeAll(async () => {
  server = await startServer();
  for (const name of ['ack', 'hidden-cluster', 'addresses']) await server.cli('cluster', 'add', name);
  const recorded = path.join(root, 'test/fixtures/recorded/ack-v1');
  const files = ['kubernetes-2026-11-20T18-06-33.126.audit.gz', 'kubernetes.audit'].map((name) =>
    path.join(recorded, name),
  );
  const imported = await server.cli('import', '--cluster', 'ack', ...files);
  expect(JSON.parse(imported.stdout)).toMatchObject({ read: 4369, stored: 4369 });
  await ingest('ack', [event(1, { namespace: 'prod', code: 299 }), event(2, { code: 299 })]);
  await ingest('hidden-cluster', [event(3, { namespace: 'team-a', code: 299 })]);
  const calls = (address: string, code: number, count: number) =>
    Array.from({ length: count }, (_, index) =>
      event(`${address} ${code} ${index}`, { code, sourceIPs: address.split(' ') }),
    );
  const groups = [
    ['8.8.8.8', 403, 12],
    ['8.8.8.8', 200, 8],
    ['10.1.2.3', 403, 30],
    ['fd00::1', 403, 20],
    ['2001:4860:4860::8888', 401, 11],
    ['1.1.1.1 10.0.0.1', 403, 15],
  ] as const;
  await ingest(
    'addresses',
    groups.flatMap(([address, code, count]) => calls(address, code, count)),
  );
  outside = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end('x\n');
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  outside?.close();
  await server?.close();
});

function event(
  id: string | number,
  given: { namespace?: string; code: number; sourceIPs?: readonly string[] },
): unknown {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `${hidden}-${id}`,
    stage: 'ResponseComplete',
    requestURI: `/api/v1/${hidden}`,
    verb: 'get',
    user: { username: hidden, groups: [hidden] },
    sourceIPs: given.sourceIPs ?? ['10.0.0.1'],
    objectRef: {
      resource: 'pods',
      name: hidden,
      apiVersion: 'v1',
      ...(given.namespace ? { namespace: given.namespace } : {}),
    },
    responseStatus: { metadata: {}, code: given.code },
    requestReceivedTimestamp: '2026-11-20T18:06:00.000000Z',
    stageTimestamp: '2026-11-20T18:06:00.000000Z',
  };
}

async function ingest(cluster: string, events: readonly unknown[]): Promise<void> {
  const sent = await post(`/ingest/v1/clusters/${cluster}/audit?wait=stored`, events);
  expect(sent.body).toMatchObject({ stored: events.length });
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: {
    readonly rows?: unknown[][];
    readonly error?: { readonly diagnostics?: { from: number; to: number; code: string; message: string }[] };
  };
}

async function post(route: string, body: unknown, token?: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const answer = await server.fetch(route, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text) as Answer['body'] };
}

describe('published statements, unchanged, by the command line', () => {
  test('who ran commands in containers', async () => {
    const ended = await server.cli('query', published['exec'] ?? '', ...range, '--cluster', 'ack');
    expect(ended.stderr).toBe('');
    const rows = ended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual([
        'Event ID',
        'Time',
        'Resource',
        'Command',
        'Status code',
        'User account',
        'Source IP address',
      ]);
      expect(row['Command']).toMatch(/^command=(ls|test|tar|%2Fbin%2Fsh)&/);
    }
    const table = await server.cli(
      'query',
      published['exec in Chinese'] ?? '',
      ...range,
      '--cluster',
      'ack',
      '--format',
      'table',
    );
    expect(table.stdout).toMatch(/^操作事件 +操作时间 +资源 +命令 +状态码 +操作账号 +源地址\n/);
  });

  test('failed access from the Internet, with the shipped countries', async () => {
    const options = [...range, '--cluster', 'addresses', '--json'];
    const ended = await server.cli('query', published['internet access of 2021'] ?? '', ...options);
    const { columns, rows } = JSON.parse(ended.stdout) as { columns: { name: string }[]; rows: unknown[][] };
    expect(columns.map(({ name }) => name)).toEqual([
      '源地址',
      '访问次数',
      '失败率%',
      '非法访问次数',
      '是否高危IP',
      '国家',
      '省',
      '市',
      '运营商',
    ]);
    expect(rows).toEqual([
      ['8.8.8.8', 20, 60, 12, 'no', '美国', '', '', ''],
      ['["1.1.1.1","10.0.0.1"]', 15, 100, 15, 'no', '', '', '', ''],
      ['2001:4860:4860::8888', 11, 100, 0, 'no', '美国', '', '', ''],
    ]);
    const later = await server.cli('query', published['internet access'] ?? '', ...options);
    expect((JSON.parse(later.stdout) as { rows: unknown[][] }).rows.map((row) => row.slice(0, 4))).toEqual([
      ['8.8.8.8', 20, 60, 12],
      ['2001:4860:4860::8888', 11, 100, 0],
    ]);
  });

  test('every other one, by the API', { timeout: 300_000 }, async () => {
    for (const [name, text] of Object.entries(published)) {
      const query = text.replaceAll('${key}', 'responseStatus.code');
      const { status, body } = await post('/api/v1/query', { query, ...day, clusters: ['ack'] });
      expect(body.error, name).toBeUndefined();
      expect(status, name).toBe(200);
    }
  });
});

describe('what is refused, with its place, and reaches nothing', () => {
  const file = path.join('/tmp', `whodunit-outfile-${process.pid}`);
  const refused = (): readonly (readonly [statement: string, at: string | null])[] => [
    ['SELECT * FROM system.tables', 'system.tables'],
    ['SELECT * FROM information_schema.columns', 'information_schema.columns'],
    ['SELECT * FROM events', 'events'],
    ["SELECT * FROM file('/etc/passwd')", 'file'],
    ["SELECT file('/etc/passwd')", 'file'],
    [`SELECT * FROM url('${outsideUrl}', LineAsString)`, 'url'],
    [`SELECT url('${outsideUrl}')`, 'url'],
    [`SELECT * FROM remote('${outsideUrl}', system.one)`, 'remote'],
    ["SELECT dictGet('ip_places', 'city_en', 1)", 'dictGet'],
    ['SET max_execution_time = 0', 'SET'],
    ['SELECT 1 SETTINGS max_execution_time = 0', 'max_execution_time'],
    ['SELECT 1; SELECT 2', '; SELECT 2'],
    ['SELECT 1; DROP TABLE log', '; DROP TABLE log'],
    [`SELECT verb FROM log INTO OUTFILE '${file}'`, 'INTO'],
    ['SELECT verb FROM log FORMAT Null', 'Null'],
    ['CREATE TABLE t (x int)', 'CREATE TABLE t (x int)'],
    ['EXPLAIN SELECT 1', 'EXPLAIN SELECT 1'],
    [`SELECT '${'a'.repeat(1_000_000)}'`, null],
    [`SELECT ${'('.repeat(10_000)}1${')'.repeat(10_000)}`, '('],
    ["SELECT 'a' || char(0)", 'char'],
    ['SELECT `verb` FROM log', '`verb`'],
    ['SELECT "a`b" FROM log', '"a`b"'],
  ];

  test('by the API', async () => {
    for (const [statement, at] of refused()) {
      const query = `* | ${statement}`;
      const { status, body } = await post('/api/v1/query', { query, ...day });
      const [first] = body.error?.diagnostics ?? [];
      expect(status, statement.slice(0, 80)).toBe(400);
      expect(first?.from).toBeGreaterThanOrEqual(4);
      if (at !== null) expect(query.slice(first?.from, first?.to)).toBe(at);
      expect((await post('/api/v1/export', { query, ...day, format: 'ndjson' })).status).toBe(400);
    }
  });

  test('by the command line, with a mark under the place', async () => {
    for (const [statement] of refused().filter(([statement]) => statement.length < 1000)) {
      const ended = await server.cli('query', `* | ${statement}`, ...range);
      expect(ended.status, statement).toBe(1);
      expect(ended.stdout).toBe('');
      expect(ended.stderr).toMatch(/^error: .+\n {2}\* \| .+\n {4,}\^+\n/);
    }
    const long = path.join(server.data, 'long.sql');
    writeFileSync(long, `* | SELECT '${'a'.repeat(120_000)}'`);
    const ended = await server.cli('query', readFileSync(long, 'utf8'), ...range);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain('The statement has more than 100,000 characters');
    expect(ended.stderr.length).toBeLessThan(2000);
  });

  test('and nothing was reached', () => {
    expect(reached).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });
});

describe('whoever is limited to a namespace of a cluster', () => {
  let token = '';
  let logstores: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    const limits = { clusters: ['ack'], namespaces: ['team-a'] };
    const added = await post('/api/v1/api-tokens', { name: 'limited', role: 'viewer', limits });
    token = (added.body as { token?: string }).token ?? '';
    const { items } = (await (await server.fetch('/api/v1/clusters')).json()) as {
      items: { name: string; logstore: string }[];
    };
    logstores = Object.fromEntries(items.map(({ name, logstore }) => [name, logstore]));
  });

  /** Asks as the limited caller; whatever the answer is, it does not tell what is hidden. */
  async function ask(query: string): Promise<Answer> {
    const answer = await post('/api/v1/query', { query, ...day }, token);
    expect(answer.text, query).not.toMatch(new RegExp(`${hidden}|hidden-cluster|"prod"|"scratch"`));
    return answer;
  }

  // 82 events of ack-v1 are of team-a (jq).
  test.each([
    ['SELECT count(*)', [[82]]],
    ['SELECT count(*) FROM "LOG"', [[82]]],
    ['TABLE log ORDER BY auditID LIMIT 0', []],
    ['SELECT count(*) FROM (SELECT * FROM log) a', [[82]]],
    ['SELECT count(*) FROM log UNION ALL SELECT count(*) FROM log', [[82], [82]]],
    ['SELECT auditID FROM log EXCEPT SELECT auditID FROM log', []],
    ['WITH log AS (SELECT * FROM log) SELECT count(*) FROM log', [[82]]],
    ['WITH a AS (SELECT * FROM log), b AS (SELECT * FROM a) SELECT count(*) FROM b, b AS c', [[6724]]],
    ['SELECT count(*) FROM log a LEFT JOIN log b ON a.auditID = b.auditID AND a.stage = b.stage', [[82]]],
    ['SELECT count(*) FROM log CROSS JOIN UNNEST(array[1, 2]) AS t(x)', [[164]]],
    ['SELECT DISTINCT (SELECT count(*) FROM log) FROM log', [[82]]],
    ['SELECT DISTINCT any_match(array[1], x -> x + 81 = (SELECT count(*) FROM log))', [[true]]],
    ['SELECT count(*) FROM log l WHERE (SELECT count(*) FROM log i WHERE i.auditID = l.auditID) > 0', [[82]]],
    ['SELECT count(*) FROM log WHERE EXISTS (SELECT 1 FROM log) AND verb IN (SELECT verb FROM log)', [[82]]],
    [`SELECT count(*) FROM log WHERE true OR "objectRef.namespace" = 'prod'`, [[82]]],
    ['SELECT array_agg(DISTINCT "objectRef.namespace"), array_agg(DISTINCT __cluster__)', [[['team-a'], ['ack']]]],
    ['SELECT diff[1] FROM (SELECT compare(c, 86400) AS diff FROM (SELECT count(*) AS c FROM log))', [[82]]],
    ['SELECT sum(c) FROM (SELECT verb, count(*) AS c FROM log GROUP BY ROLLUP (verb))', [[164]]],
    ['SELECT DISTINCT count(*) OVER () FROM log', [[82]]],
  ])('gets around it nowhere: %s', async (statement, rows) => {
    expect((await ask(`* | ${statement}`)).body.rows).toEqual(rows);
  });

  test('cannot name other logs', async () => {
    for (const name of [logstores['hidden-cluster'], 'hidden-cluster', 'audit-c0', 'system.tables']) {
      const { status, body } = await post('/api/v1/query', { query: `* | SELECT * FROM "${name}"`, ...day }, token);
      expect(status).toBe(400);
      expect(body.error?.diagnostics?.[0]?.message).toBe(`Table '${name}' does not exist`);
    }
    expect((await ask(`* | SELECT count(*) FROM "${logstores['ack']}"`)).body.rows).toEqual([[82]]);
    const there = await post('/api/v1/query', { query: '', ...day, clusters: ['hidden-cluster'] }, token);
    const nowhere = await post('/api/v1/query', { query: '', ...day, clusters: ['no-cluster'] }, token);
    expect([there.status, there.text.replaceAll('hidden', 'no')]).toEqual([nowhere.status, nowhere.text]);
  });

  // The hidden events alone have the code 299: a statement that fails on them has computed something of them.
  test.each([
    'SELECT count(*) FROM log WHERE 1 / ("responseStatus.code" - 299) > -9',
    'SELECT count(1 / ("responseStatus.code" - 299)) FROM log',
    'SELECT count(*) FROM (SELECT 1 / ("responseStatus.code" - 299) AS x FROM log) WHERE x > -9',
    'SELECT count(*) FROM log a JOIN log b ON a.auditID = b.auditID AND 1 / (a."responseStatus.code" - 299) > -9',
    `SELECT count(*) FROM log WHERE CAST(regexp_replace("user.username", '^[^n].*', '1') AS bigint) = 1`,
    `SELECT count(*) FROM log WHERE date_parse(if("responseStatus.code" = 299, 'x', '2020'), '%Y') IS NOT NULL`,
  ])('learns nothing from what fails: %s', async (statement) => {
    expect((await ask(`* | ${statement}`)).body.rows).toEqual([[82]]);
  });

  test('is told nothing by side bar, completion, histogram and export', async () => {
    const asked: readonly (readonly [route: string, body: object])[] = [
      ['facets', { fields: ['user.username', 'objectRef.namespace', '__cluster__', 'objectRef.name'], limit: 100 }],
      ['values', { field: 'user.username', prefix: hidden.slice(0, 5) }],
      ['values', { field: 'objectRef.namespace' }],
      ['values', { field: '__cluster__' }],
      ['histogram', { buckets: 1 }],
      ['query', { query: hidden }],
      ['query', { query: `objectRef.namespace: prod` }],
    ];
    for (const [route, body] of asked) {
      const { text, status } = await post(`/api/v1/${route}`, { query: '', ...day, ...body }, token);
      expect(status, route).toBe(200);
      expect(text, route).not.toMatch(new RegExp(`${hidden}|hidden-cluster|"prod"|"scratch"`));
    }
    const exported = await server.fetch('/api/v1/export', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '', ...day, format: 'ndjson' }),
    });
    const events = (await exported.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { objectRef?: { namespace?: string } });
    expect(events).toHaveLength(82);
    expect(new Set(events.map((one) => one.objectRef?.namespace))).toEqual(new Set(['team-a']));
  });
});
