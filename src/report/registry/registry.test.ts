import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../base/index.ts';
import { checkDashboard } from '../../dashboards/index.ts';
import { createLogger, systemClock } from '../../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../../records/testkit.ts';
import { openFolder } from './folder.ts';
import { openDashboards } from './open.ts';
import { type AllDashboards, createRegistry } from './registry.ts';

let kept: TemporaryRecords;
let root = '';
const at = (...names: string[]): string => path.join(root, ...names);
beforeEach(() => {
  kept = temporaryRecords();
  root = mkdtempSync(path.join(tmpdir(), 'dashboards-'));
  mkdirSync(at('built-in'));
  mkdirSync(at('own'));
});
afterEach(async () => {
  await kept.remove();
  rmSync(root, { recursive: true, force: true });
});

function yamlOf(id: string, title = id): string {
  return `kind: Dashboard
id: ${id}
title: {en: ${title}}
sections:
  - panels:
      - {id: n, title: {en: N}, counts: events, chart: value, statement: '* | select count(*) as n'}
`;
}

function shown({ dashboards, unreadable }: AllDashboards) {
  return {
    dashboards: dashboards.map(({ source, dashboard }) => `${source} ${dashboard.id}: ${dashboard.title['en']}`),
    unreadable: unreadable.map(({ source, name, diagnostics }) => [source, name, diagnostics.map(({ code }) => code)]),
  };
}

const check = async (yaml: string) => ok(checkDashboard(yaml));

async function folders() {
  const [builtIn, folder] = [openFolder(at('built-in')), openFolder(at('own'))];
  const registry = createRegistry({ builtIn, folder, records: kept.records });
  const scan = async () => {
    await builtIn.scan();
    await folder.scan();
    return shown(await registry.all());
  };
  return { builtIn, folder, registry, scan };
}

test('of one id the built-in dashboard holds, then that of the folder, then the one made here', async () => {
  writeFileSync(at('built-in', 'a.yaml'), yamlOf('a'));
  writeFileSync(at('own', '1.yaml'), yamlOf('a', 'mine'));
  writeFileSync(at('own', '2.yml'), yamlOf('b'));
  writeFileSync(at('own', '3.yaml'), yamlOf('b', 'again'));
  for (const id of ['a', 'b', 'c'])
    await kept.records.dashboards.add({ id, project: undefined, yaml: yamlOf(id, 'kept'), savedBy: 'ann' });
  const { scan } = await folders();
  expect(await scan()).toEqual({
    dashboards: ['built-in a: a', 'folder b: b', 'own c: kept'],
    unreadable: [
      ['folder', '1.yaml', ['dashboard-id-taken']],
      ['folder', '3.yaml', ['dashboard-id-taken']],
      ['own', 'a', ['dashboard-id-taken']],
      ['own', 'b', ['dashboard-id-taken']],
    ],
  });
});

test('a file that turns bad keeps what it last held, and says what is wrong; it is good again with its next text', async () => {
  writeFileSync(at('own', 'a.yaml'), yamlOf('a'));
  const { scan, registry } = await folders();
  await scan();
  writeFileSync(at('own', 'a.yaml'), 'kind: Dashboard\nid: [');
  expect((await scan()).dashboards).toEqual(['folder a: a']);
  expect((await registry.all()).dashboards[0]?.diagnostics).not.toEqual([]);
  writeFileSync(at('own', 'a.yaml'), yamlOf('a', 'better'));
  expect((await scan()).dashboards).toEqual(['folder a: better']);
  expect((await registry.all()).dashboards[0]?.diagnostics).toEqual([]);
  rmSync(at('own', 'a.yaml'));
  expect((await scan()).dashboards).toEqual([]);
});

test('what is no dashboard is said by name, and does no harm to the others', async () => {
  writeFileSync(at('own', 'good.yaml'), yamlOf('good'));
  writeFileSync(at('own', 'large.yaml'), `${yamlOf('large')}${'#'.repeat(1 << 20)}`);
  symlinkSync('loop.yaml', at('own', 'loop.yaml'));
  mkdirSync(at('own', 'folder.yaml'));
  writeFileSync(at('own', '.hidden.yaml'), yamlOf('hidden'));
  writeFileSync(at('own', 'notes.txt'), 'notes');
  const { scan } = await folders();
  expect(await scan()).toEqual({
    dashboards: ['folder good: good'],
    unreadable: [
      ['folder', 'folder.yaml', ['dashboard-file-unreadable']],
      ['folder', 'large.yaml', ['dashboard-file-too-large']],
      ['folder', 'loop.yaml', ['dashboard-file-unreadable']],
    ],
  });
});

test('a folder that is gone takes no dashboard away, and one with too many files says so', async () => {
  writeFileSync(at('own', 'a.yaml'), yamlOf('a'));
  const { scan } = await folders();
  await scan();
  renameSync(at('own'), at('away'));
  expect(await scan()).toEqual({
    dashboards: ['folder a: a'],
    unreadable: [['folder', '', ['dashboard-file-unreadable']]],
  });
  mkdirSync(at('own'));
  for (let index = 0; index < 201; index += 1) writeFileSync(at('own', `f-${index}.yaml`), yamlOf(`f-${index}`));
  const many = await scan();
  expect(many.dashboards).toHaveLength(200);
  expect(many.unreadable).toEqual([['folder', '', ['dashboard-files-too-many']]]);
});

/** The dashboards as a server has them: the folder is watched, and looked into closer. */
function openWatched() {
  return openDashboards({
    builtIn: at('built-in'),
    folder: at('own'),
    records: kept.records,
    check,
    clock: systemClock,
    logger: createLogger('silent'),
  });
}

test('a mounted ConfigMap, whose files are links that change at once, is read anew by itself', async () => {
  for (const version of ['1', '2']) {
    mkdirSync(at('own', `..${version}`));
    writeFileSync(at('own', `..${version}`, 'a.yaml'), yamlOf('a', `version ${version}`));
  }
  symlinkSync('..1', at('own', '..data'));
  symlinkSync('..data/a.yaml', at('own', 'a.yaml'));
  const opened = await openWatched();
  expect(shown(await opened.registry.all()).dashboards).toEqual(['folder a: version 1']);
  symlinkSync('..2', at('own', '..next'));
  renameSync(at('own', '..next'), at('own', '..data'));
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (shown(await opened.registry.all()).dashboards[0] === 'folder a: version 2') break;
    await sleep(50);
  }
  expect(shown(await opened.registry.all()).dashboards).toEqual(['folder a: version 2']);
  await opened.close();
});

test('a file that turns bad while it is watched goes on being told as bad', async () => {
  writeFileSync(at('own', 'a.yaml'), yamlOf('a'));
  const opened = await openWatched();
  writeFileSync(at('own', 'a.yaml'), 'kind: [');
  const problems = async (): Promise<number> => (await opened.registry.all()).dashboards[0]?.diagnostics.length ?? -1;
  for (let waited = 0; waited < 20_000 && (await problems()) === 0; waited += 50) await sleep(50);
  // A closer look would be done by then.
  await sleep(500);
  expect(await problems()).toBeGreaterThan(0);
  expect(shown(await opened.registry.all()).dashboards).toEqual(['folder a: a']);
  await opened.close();
});

test('what a file of the folder has wrong in its statements is told as well, soon', async () => {
  writeFileSync(at('own', 'a.yaml'), yamlOf('a').replace('count(*)', 'cuont(*)'));
  const opened = await openWatched();
  await expect
    .poll(async () => (await opened.registry.all()).dashboards[0]?.broken, { timeout: 20_000 })
    .toMatchObject([{ panelId: 'n', diagnostics: [{ code: 'function-not-found', line: 6 }] }]);
  await opened.close();
});

test('a dashboard made here is read anew when it has a new version, also after it was deleted and made again', async () => {
  const { scan } = await folders();
  const mine = { id: 'mine', project: undefined, yaml: yamlOf('mine', 'one'), savedBy: 'ann' };
  await kept.records.dashboards.add(mine);
  expect((await scan()).dashboards).toEqual(['own mine: one']);
  await kept.records.dashboards.replace({ ...mine, yaml: yamlOf('mine', 'two'), basedOn: 1 });
  expect((await scan()).dashboards).toEqual(['own mine: two']);
  await kept.records.dashboards.delete('mine');
  await kept.records.dashboards.add({ ...mine, yaml: 'kind: Nothing' });
  expect((await scan()).unreadable).toMatchObject([['own', 'mine', expect.any(Array)]]);
});
