import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from './running-server.ts';

const recorded = path.resolve(import.meta.dirname, '../fixtures/recorded');
const ack = ['--from', '2026-11-20T18:00:00Z', '--to', '2026-11-20T18:30:00Z', '--cluster', 'ack'];
const modern = ['--from', '2026-11-21T07:45:00Z', '--to', '2026-11-21T07:50:00Z', '--cluster', 'modern'];
const everything = ['--from', '2026-11-20T00:00:00Z', '--to', '2026-11-22T00:00:00Z'];

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  const files: Readonly<Record<string, readonly string[]>> = {
    ack: ['ack-v1/kubernetes-2026-11-20T18-06-33.126.audit.gz', 'ack-v1/kubernetes.audit'],
    modern: [
      'modern-v1.36/kubernetes-2026-11-21T07-46-44.035.audit.gz',
      'modern-v1.36/kubernetes-2026-11-21T07-47-01.380.audit.gz',
      'modern-v1.36/kubernetes.audit',
    ],
    registered: ['registered-v1beta1/kubernetes.audit.gz'],
  };
  for (const [cluster, names] of Object.entries(files)) {
    await server.cli('cluster', 'add', cluster);
    const ended = await server.cli('import', '--cluster', cluster, ...names.map((name) => path.join(recorded, name)));
    expect(ended.status).toBe(0);
  }
});
afterAll(() => server.close());

describe('counts of documented searches', () => {
  const noNoise = ['node', 'serviceaccount', 'apiserver', 'kube-scheduler', 'kube-controller-manager']
    .map((user) => `NOT user.username: ${user}`)
    .join(' ');
  test.each([
    ['objectRef.subresource:exec and stage: ResponseStarted', 9],
    ['user.username: mallory', 39],
    ['user.username: "mallory@corp.example" and responseStatus.code: 403', 36],
    ['responseStatus.code in [200 299]', 3912],
    ['objectRef.name: web*', 1201],
    ['not objectRef.resource:*', 876],
    ['annotations.authorization.k8s.io/decision: forbid', 72],
    ['very-crazy-sa or mallory', 53],
    [noNoise, 714],
    ['日本語', 521],
    ['stdin', 6],
    ['', 4369],
  ])('ack-v1: %s', async (search, total) => {
    const { stdout, status } = await server.cli('query', search, ...ack, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).total).toBe(total);
  });

  test.each([
    ['objectRef.subresource: exec and responseStatus.code: 101 and stage: ResponseStarted', 9],
    ['auditID: chosen-by-the-client', 2],
    ['"user.extra.authentication.kubernetes.io/pod-name": db', 7],
    ['annotations.pod-security.kubernetes.io/audit-violations:*', 16],
    ['sourceIPs: 203.0.113.9', 1],
    ['stdin', 8],
  ])('modern-v1.36: %s', async (search, total) => {
    const { stdout, status } = await server.cli('query', search, ...modern, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).total).toBe(total);
  });
});

describe('formats', () => {
  test('a pipe gets an event a line, newest first, and standard error says what the limit cut off', async () => {
    const { stdout, stderr, status } = await server.cli('query', 'user.username: mallory', ...ack, '--limit', '5');
    expect(status).toBe(0);
    const times = stdout
      .trim()
      .split('\n')
      .map((line) => Number(JSON.parse(line)['__time__']));
    expect(times).toHaveLength(5);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(stderr).toBe('5 of 39 events; --limit N gives more\n');
  });

  test('csv has a header and a line an event', async () => {
    const { stdout } = await server.cli('query', 'stdin', ...ack, '--format', 'csv');
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^time,cluster,user,/);
    expect(lines).toHaveLength(7);
  });

  test('a table for people', async () => {
    const { stdout } = await server.cli('query', 'stdin', ...ack, '--format', 'table');
    expect(stdout).toMatch(/^TIME +CLUSTER +USER +VERB +OBJECT +CODE +SOURCE\n/);
    expect(stdout).toMatch(
      /ack {6}bob@corp\.example +create +pods\/exec debug-a in prod: tar -xmf - -C \/tmp +500 +127\.0\.0\.1\n/,
    );
  });

  test('formulas and escape codes in an event are harmless', async () => {
    await server.cli('cluster', 'add', 'hostile');
    const event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: 'hostile-1',
      stage: 'ResponseComplete',
      requestURI: '/api',
      verb: 'get',
      user: { username: '@SUM(A1:A9)' },
      userAgent: '=HYPERLINK("http://evil.example","click")\u001b]0;owned\u0007\u009b2J<script>alert(1)</script>',
      requestReceivedTimestamp: '2026-11-20T12:00:00.000000Z',
      stageTimestamp: '2026-11-20T12:00:00.000000Z',
    };
    const imported = await server.cliWithInput(JSON.stringify(event), 'import', '--cluster', 'hostile', '-');
    expect(JSON.parse(imported.stdout).stored).toBe(1);
    const options = [...everything, '--cluster', 'hostile', '--format'];
    const csv = await server.cli('query', '', ...options, 'csv');
    expect(csv.stdout).toContain(`"'=HYPERLINK(""http://evil.example"",""click"")`);
    expect(csv.stdout).toContain(`,'@SUM(A1:A9),`);
    const table = await server.cli('query', '', ...options, 'table');
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    for (const { stdout } of [csv, table]) expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    const ndjson = await server.cli('query', '', ...options, 'ndjson');
    expect(JSON.parse(ndjson.stdout).userAgent).toBe(event.userAgent);
    await server.cli('cluster', 'delete', 'hostile', '--yes');
  });

  test('more events than the server gives at a time come as one answer', async () => {
    const lines = await server.cli('query', '', ...everything, '--limit', '20000');
    const ids = lines.stdout.trim().split('\n');
    expect(ids).toHaveLength(4369 + 2903 + 2966);
    expect(new Set(ids).size).toBe(ids.length);
    const { stdout } = await server.cli('query', '', ...everything, '--limit', '10100', '--json');
    const document = JSON.parse(stdout);
    expect(document.events).toHaveLength(10_100);
    expect(document.total).toBe(ids.length);
    const ascending = await server.cli('query', '', ...everything, '--limit', '20000', '--order', 'asc');
    expect(ascending.stdout.trim().split('\n').toReversed()).toEqual(ids);
  });
});

test('what a search gave can be imported, and is known', async () => {
  const { stdout } = await server.cli('query', 'user.username: mallory', ...ack, '--limit', '1000');
  const again = await server.cliWithInput(stdout, 'import', '--cluster', 'ack', '-');
  expect(JSON.parse(again.stdout)).toEqual({ read: 39, stored: 0, duplicates: 39, completed: 0, rejected: 0 });
});

describe('analysis', () => {
  const statement = 'user.username: mallory | select verb, count(*) as n group by verb order by n desc, verb';

  test('every format of a table', async () => {
    const json = await server.cli('query', statement, ...ack, '--format', 'json');
    const { columns, rows } = JSON.parse(json.stdout);
    expect(columns).toEqual([
      { name: 'verb', type: 'varchar' },
      { name: 'n', type: 'bigint' },
    ]);
    expect(rows.reduce((sum: number, row: [string, number]) => sum + row[1], 0)).toBe(39);
    const ndjson = await server.cli('query', statement, ...ack);
    const lines = ndjson.stdout
      .trim()
      .split('\n')
      .map((line) => Object.values(JSON.parse(line)));
    expect(lines).toEqual(rows);
    const csv = await server.cli('query', statement, ...ack, '--format', 'csv');
    expect(csv.stdout).toBe(`verb,n\n${rows.map((row: readonly unknown[]) => `${row.join(',')}\n`).join('')}`);
  });

  test('a constant relation, its formulas and its numbers', async () => {
    const values = `* | select x, y from (values ('=1+1', -1), ('a,b', 2)) as t(x, y) order by y`;
    const { stdout, stderr, status } = await server.cli('query', values, '--format', 'csv');
    expect(stderr).toBe('');
    expect(stdout).toBe(`x,y\n'=1+1,-1\n"a,b",2\n`);
    expect(status).toBe(0);
  });

  test('what is wrong in a statement is pointed at', async () => {
    const none = await server.cli('query', 'verb: nothing | select verb group by verb', ...ack);
    expect(none).toMatchObject({ status: 0, stdout: '', stderr: 'no rows\n' });
    const { stderr, status } = await server.cli('query', '* | select nonsense(verb)', ...ack);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: .*\n {2}\* \| select nonsense\(verb\)\n {13}\^+\n/);
  });
});

describe('what cannot be asked', () => {
  test('what is wrong in a search is pointed at', async () => {
    const { stderr, stdout, status } = await server.cli('query', 'user.username: alice "open', ...ack);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: .*\n {2}user\.username: alice "open\n {23}\^/);
  });

  test.each([
    [['--from', 'yesterday'], 1],
    [['--from', 'now', '--to', 'now'], 1],
    [['--from', '2026-11-21T00:00:00Z', '--to', '2026-11-20T00:00:00Z'], 1],
    [['--cluster', 'nobody'], 1],
    [['--token', 'wrong'], 1],
    [['--limit', '0'], 2],
    [['--format', 'xml'], 2],
    [['--server', 'nonsense'], 2],
    [['--unknown'], 2],
    [['--server', 'http://127.0.0.1:9'], 3],
  ])('%j ends with %i', async (options, status) => {
    const ended = await server.cli('query', 'mallory', ...options);
    expect(ended.status).toBe(status);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).not.toBe('');
    expect(ended.stderr).not.toMatch(/\n +at /);
  });

  test('times are RFC 3339, Unix seconds, or relative', async () => {
    expect(await total('2026-11-20T18:00:00Z', '2026-11-20T18:30:00Z')).toBe(4369);
    expect(await total('2026-11-21T02:00:00+08:00', '1795199400')).toBe(4369);
    expect(await total('1795197600', '1795199400.5')).toBe(4369);
    expect(await total('-3000d', '-2990d')).toBe(0);
  });
});

async function total(from: string, to: string): Promise<number> {
  const { stdout } = await server.cli('query', '', '--cluster', 'ack', '--json', '--from', from, '--to', to);
  return Number(JSON.parse(stdout).total);
}

test('history tells of an object and what it owns, with what changes changed', async () => {
  const search = 'objectRef.resource: deployments and objectRef.name == web and verb: patch';
  const { stdout, status } = await server.cli('history', search, ...modern, '--no-json');
  expect(status).toBe(0);
  const lines = stdout.split('\n');
  expect(lines[0]).toBe('deployments/web in prod, modern');
  expect(lines.some((line) => /^ {2}replicasets\/web-\S+ in prod, modern$/.test(line))).toBe(true);
  expect(lines.some((line) => /^\* 2026-11-21T07:46\S+ .* patch +200 .*spec.replicas 2 -> 3/.test(line))).toBe(true);
});
