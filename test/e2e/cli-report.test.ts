import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from './running-server.ts';

const recorded = path.resolve(import.meta.dirname, '../fixtures/recorded/ack-v1');
const range = ['--from', '2026-11-20T18:00:00Z', '--to', '2026-11-20T18:30:00Z'];
const mine = `kind: Dashboard
id: mine
title: {en: "Mine, all mine", ja: 私の}
variables:
  - {name: resource, title: {en: Kind}, default: pods}
sections:
  - panels:
      - {id: total, title: {en: "=Total"}, counts: events, chart: value, compare: true, statement: '* | select count(*) as n'}
      - id: users
        title: {en: Users}
        counts: events
        chart: table
        statement: 'objectRef.resource: \${{resource|pods}} | select "user.username" as who, count(*) as n group by who order by n desc, who'
      - {id: wrong, title: {en: Wrong}, counts: events, chart: table, statement: '* | select nothing_of_that_name'}
`;

let server: RunningServer;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dashboards-'));
  await writeFile(path.join(folder, 'mine.yaml'), mine);
  server = await startServer('--dashboards', folder);
  await server.cli('cluster', 'add', 'ack');
  const files = ['kubernetes-2026-11-20T18-06-33.126.audit.gz', 'kubernetes.audit'];
  const ended = await server.cli('import', '--cluster', 'ack', ...files.map((name) => path.join(recorded, name)));
  expect(ended.status).toBe(0);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const report = (...args: readonly string[]) => server.cli('report', 'mine', ...range, ...args);

test('a report in a pipe is what the API answers; a panel that fails is named, and the command fails', async () => {
  const { stdout, stderr, status } = await report();
  const { panels } = JSON.parse(stdout);
  expect(panels.map(({ id, rows }: { id: string; rows: unknown[] }) => [id, rows.length > 0])).toEqual([
    ['total', true],
    ['users', true],
    ['wrong', false],
  ]);
  expect(panels[0]).toMatchObject({ rows: [[4369]], before: { none: 'no-earlier-event' } });
  expect(status).toBe(1);
  expect(stderr).toContain('1 of the panels failed: "wrong"');
  expect(stderr).toContain('nothing_of_that_name');
});

test('filters, variables and panels are as they are named', async () => {
  const [total, users] = ['--panel', '--panel'].map((option, index) => [option, ['total', 'users'][index] ?? '']);
  const rows = async (...args: readonly string[]): Promise<unknown[][]> => {
    const ended = await report(...args);
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    return JSON.parse(ended.stdout).panels[0].rows;
  };
  const [[all]] = (await rows(...(total ?? []), '--cluster', 'ack')) as [[number]];
  const [[some]] = (await rows(...(total ?? []), '--namespace', 'kube-system', '--code', '200')) as [[number]];
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  expect(await rows(...(users ?? []), '--var', 'resource=secrets', '--user', 'nobody')).toEqual([]);
  expect(await rows(...(users ?? []), '--var', 'resource=secrets')).not.toEqual([]);
});

test('a table is for people, CSV for spreadsheets, and both go to a file', async () => {
  const table = await report('--format', 'table', '--panel', 'total', '--panel', 'users', '--language', 'ja');
  expect(table.stdout).toMatch(
    /^私の\n2026-11-20T18:00:00\.000000Z to 2026-11-20T18:30:00\.000000Z, ack\n\n=Total \(events\)\n/,
  );
  expect(table.stdout).toContain('no earlier data');
  const file = path.join(folder, 'out.csv');
  expect((await report('--format', 'csv', '--panel', 'total', '--panel', 'users', '--output', file)).status).toBe(0);
  expect(await readFile(file, 'utf8')).toMatch(/^'=Total\nn\n4369\n\nUsers\nwho,n\n/);
});

test('HTML is one file with its pictures', async () => {
  const file = path.join(folder, 'out.html');
  const ended = await report('--format', 'html', '--output', file, '--language', 'ja');
  expect(ended).toMatchObject({ status: 1, stderr: expect.stringContaining('"wrong"') });
  const html = await readFile(file, 'utf8');
  expect(html).toMatch(/^<!doctype html>/i);
  expect(html).toContain('4,369');
  expect((await report('--format', 'html', '--panel', 'total')).status).toBe(0);
});

test('wrong input is refused with the words of the server', async () => {
  expect(await server.cli('report', 'none')).toMatchObject({ status: 1, stderr: expect.stringContaining('"none"') });
  expect(await report('--panel', 'none')).toMatchObject({ status: 1, stderr: expect.stringContaining('"none"') });
  expect(await report('--var', 'none=1')).toMatchObject({ status: 1, stderr: expect.stringContaining('"resource"') });
  expect(await report('--var', 'none')).toMatchObject({ status: 2 });
  expect(await report('--format', 'pdf')).toMatchObject({ status: 2 });
});

test('dashboards are listed and shown as they were written', async () => {
  const list = await server.cli('report', 'list', '--no-json', '--language', 'ja');
  expect(list.stdout).toMatch(/^mine +folder +- +私の$/m);
  expect((await server.cli('report', 'show', 'mine')).stdout).toBe(mine);
});
