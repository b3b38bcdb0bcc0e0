import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryRecords, type TemporaryRecords } from './testkit.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

const mine = { id: 'mine', project: undefined, yaml: 'id: mine', savedBy: 'ann' };

test('a dashboard has versions, and says who saved each and when', async () => {
  const first = await kept.records.dashboards.add(mine);
  expect(first).toEqual({ ...mine, version: 1, savedAt: kept.clock.now() });
  kept.clock.advance(1000);
  const change = { ...mine, project: 'payments', yaml: 'id: mine # 2', savedBy: 'bob', basedOn: 1 };
  expect(await kept.records.dashboards.replace(change)).toMatchObject({ version: 2, project: 'payments' });
  const { dashboards } = kept.reopen();
  expect(await dashboards.versions('mine')).toMatchObject([
    { version: 2, savedBy: 'bob' },
    { version: 1, savedBy: 'ann' },
  ]);
  expect(await dashboards.version('mine', 1)).toMatchObject({ yaml: 'id: mine', savedBy: 'ann' });
  expect(await dashboards.list()).toMatchObject([{ id: 'mine', version: 2, yaml: 'id: mine # 2' }]);
});

test('of two who change the same version the second is told whose came first', async () => {
  await kept.records.dashboards.add(mine);
  await kept.records.dashboards.replace({ ...mine, savedBy: 'bob', basedOn: 1 });
  await expect(kept.records.dashboards.replace({ ...mine, basedOn: 1 })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('bob has saved version 2'),
  });
  await expect(kept.records.dashboards.replace({ ...mine, id: 'none', basedOn: 1 })).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('an id is taken once, and free again with all of its versions when it is deleted', async () => {
  await kept.records.dashboards.add(mine);
  await expect(kept.records.dashboards.add(mine)).rejects.toMatchObject({ code: 'conflict' });
  expect(await kept.records.dashboards.delete('mine')).toBe(true);
  expect(await kept.records.dashboards.delete('mine')).toBe(false);
  expect(await kept.records.dashboards.versions('mine')).toEqual([]);
  expect(await kept.records.dashboards.add(mine)).toMatchObject({ version: 1 });
});

test('the last twenty versions are kept', async () => {
  await kept.records.dashboards.add(mine);
  for (let basedOn = 1; basedOn < 25; basedOn += 1) await kept.records.dashboards.replace({ ...mine, basedOn });
  const versions = await kept.records.dashboards.versions('mine');
  expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, index) => 25 - index));
});

test('there are so many and no more', async () => {
  for (let index = 0; index < 500; index += 1) await kept.records.dashboards.add({ ...mine, id: `d-${index}` });
  await expect(kept.records.dashboards.add(mine)).rejects.toMatchObject({ code: 'conflict' });
});
