// What each file of content/cve finds on the real engine: the planted events of its CVE, none that merely comes close, and in the
// recordings and in the demo nothing but what was done there on purpose.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimulation } from '../demo/index.ts';
import { recordedLines } from '../query/search/testkit/recordings.ts';
import { findings } from './findings.ts';
import { componentsOfImages } from './images.ts';
import { componentsOfNodes, nodeInfos } from './node-info.ts';
import { indicatorColumns, indicatorQueries, maxIndicatorRows, statementOf } from './statement.ts';
import { type AskedStore, openAskedStore } from './testkit/asked-store.ts';
import { plantedEvents } from './testkit/planted-cases.ts';
import { plantedLine } from './testkit/planted-event.ts';
import { shippedCatalogue, shippedIndicators, shippedStatement } from './testkit/shipped.ts';
import { componentsOfUserAgents } from './user-agents.ts';

const indicators = shippedIndicators();
const planted = plantedEvents();
const silent = new Set(planted.filter(({ kind }) => kind === 'silent').map(({ auditID }) => auditID));
let store: AskedStore;

beforeAll(async () => {
  store = await openAskedStore();
  await store.add(
    'planted',
    planted.map(({ line }) => line),
  );
  await store.add('ack-v1', recordedLines('ack-v1'));
  await store.add('modern', recordedLines('modern-v1.36'));
  const demo = createSimulation({ seed: 1, now: new Date('2026-11-21T09:00:00Z'), days: 10 });
  await store.add('demo', [...demo.history()].flat());
});
afterAll(() => store.close());

type Row = Readonly<Record<(typeof indicatorColumns)[number], unknown>>;

async function rowsOf(id: string, cluster: string): Promise<readonly Row[]> {
  const indicator = indicators.find((one) => one.id === id);
  if (!indicator) throw new Error(`no file about ${id}`);
  return shown(await store.ask(cluster, statementOf(indicator)));
}

function shown(rows: readonly (readonly unknown[])[]): readonly Row[] {
  return rows.map((row) => Object.fromEntries(indicatorColumns.map((name, at) => [name, row[at]])) as unknown as Row);
}

test.each(indicators.map(({ id }) => [id]))('%s finds what was planted, and nothing that comes close', async (id) => {
  const found = (await rowsOf(id, 'planted')).map(({ auditID }) => String(auditID));
  const wanted = planted.filter((event) => event.id === id && event.kind === 'fires').map(({ auditID }) => auditID);
  expect(wanted.length).toBeGreaterThan(0);
  // A row stands for all operations that are alike, and has the id of the last.
  const own = found.filter((auditID) => auditID.startsWith(`${id}/`));
  if (id === 'CVE-2025-64329') expect(own).toHaveLength(1);
  else expect(own.toSorted()).toEqual(wanted.toSorted());
  expect(found.filter((auditID) => silent.has(auditID))).toEqual([]);
});

/** What was done on purpose in the recordings. */
const done: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // A Service with externalIPs, which the day of the recording has as a case.
  'CVE-2020-8554': { 'ack-v1': 1, modern: 1 },
  // Nodes of the recording have loopback addresses, and somebody asks for one's configz through the proxy.
  'CVE-2020-8562': { modern: 1 },
};

test.each(indicators.map(({ id }) => [id]))('%s is silent on ordinary traffic', async (id) => {
  for (const cluster of ['ack-v1', 'modern', 'demo'])
    expect([cluster, await rowsOf(id, cluster)]).toMatchObject([cluster, { length: done[id]?.[cluster] ?? 0 }]);
});

test('those that search alike give the same rows together', async () => {
  const queries = indicatorQueries(indicators);
  expect(queries.length).toBeLessThan(indicators.length * 0.7);
  const together: Row[] = [];
  for (const { query } of queries) together.push(...shown(await store.ask('planted', query)));
  const alone: Row[] = [];
  for (const { id } of indicators) alone.push(...(await rowsOf(id, 'planted')));
  const ordered = (rows: readonly Row[]): readonly string[] => rows.map((row) => JSON.stringify(row)).toSorted();
  expect(ordered(together)).toEqual(ordered(alone));
});

test('many attempts of one CVE hide none of another that is looked for together with it', async () => {
  const old = planted.find(({ auditID }) => auditID === 'CVE-2022-3294/fires/0');
  const many = Array.from({ length: 1500 }, (_, at) =>
    plantedLine(`many-${at}`, { verb: 'patch', resource: 'nodes', name: `n-${at}`, at: '2026-11-28T10:00:00.000000Z' }),
  );
  await store.add('noisy', [...(old ? [old.line] : []), ...many]);
  const both = indicators.filter(({ id }) => id === 'CVE-2021-25735' || id === 'CVE-2022-3294');
  const [query, ...others] = indicatorQueries(both);
  expect(others).toEqual([]);
  const rows = shown(await store.ask('noisy', query?.query ?? ''));
  // Of each the latest come first, so that nothing is hidden where only so many rows are read.
  expect(
    rows
      .slice(0, 2)
      .map(({ cve }) => cve)
      .toSorted(),
  ).toEqual(['CVE-2021-25735', 'CVE-2022-3294']);
  expect(rows.filter(({ cve }) => cve === 'CVE-2021-25735')).toHaveLength(maxIndicatorRows);
});

test('an event is listed under the CVEs that it looks like, and under no other', async () => {
  const listed = new Map<unknown, unknown[]>();
  for (const { query } of indicatorQueries(indicators))
    for (const { auditID, cve } of shown(await store.ask('planted', query)))
      listed.set(auditID, [...(listed.get(auditID) ?? []), cve].toSorted());
  const cases = {
    'CVE-2020-8554/fires/0': ['CVE-2020-8554'],
    'CVE-2021-25735/fires/0': ['CVE-2021-25735'],
    'CVE-2020-8562/fires/0': ['CVE-2020-8562'],
    'CVE-2020-8559/fires/0': ['CVE-2020-8559'],
    // Endpoints by hand are that besides.
    'CVE-2021-25737/fires/1': ['CVE-2021-25737', 'CVE-2021-25740'],
    // kubectl 1.9.0 has every flaw of its cp but those of later releases.
    'CVE-2019-1002101/fires/1': ['CVE-2018-1002100', 'CVE-2019-1002101', 'CVE-2019-11246', 'CVE-2019-11249'],
  };
  expect(Object.fromEntries(Object.keys(cases).map((auditID) => [auditID, listed.get(auditID)]))).toEqual(cases);
});

test('an operation counts once, whichever of its stages are logged', async () => {
  const [row] = await rowsOf('CVE-2020-8562', 'modern');
  expect(row).toMatchObject({ n: 1, name: 'node1', subresource: 'proxy' });
});

test('the demo runs nothing that has a known vulnerability', async () => {
  const components = [
    ...componentsOfUserAgents(await store.ask('demo', shippedStatement('clients'))),
    ...componentsOfNodes(nodeInfos(await store.ask('demo', shippedStatement('nodes')))),
    ...componentsOfImages(await store.ask('demo', shippedStatement('images'))),
  ];
  expect(new Set(components.map(({ name }) => name))).toContain('kubelet');
  expect(findings(components, shippedCatalogue())).toEqual({ findings: [], unmatched: [] });
});

test('rows say who, from where, on what, when and how often', async () => {
  const [row] = await rowsOf('CVE-2020-8554', 'modern');
  expect(row).toMatchObject({
    user: 'alice@corp.example',
    address: '127.0.0.1',
    cluster: 'modern',
    resource: 'services',
    namespace: 'team-a',
    name: 'ext-a',
    verb: 'create',
    userAgent: 'kubectl/v0.0.0 (linux/amd64) kubernetes/$Format',
    code: 201,
    detail: '"externalIPs":["203.0.113.7"]',
    n: 1,
    auditID: 'b41081c5-030e-46a8-be27-19ef2e0c7937',
  });
});
