import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noLimits } from './role.ts';
import { temporaryRecords, type TemporaryRecords } from './testkit.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

function add(name: string, project: string) {
  return kept.records.clusters.add({ name, project, kind: 'self-managed', retentionDays: 30 });
}

async function names(): Promise<readonly string[]> {
  return (await kept.records.projects.list()).map(({ name }) => name);
}

describe('a project', () => {
  test('comes to be when it is named, by a cluster that is added or moved, a dashboard or a quota', async () => {
    await add('a', 'one');
    await kept.records.clusters.change('a', { project: 'two' });
    await kept.records.dashboards.add({ id: 'd', project: 'three', yaml: '', savedBy: 'ann' });
    await kept.records.projects.setQuota('four', {});
    expect(await names()).toEqual(['four', 'one', 'three', 'two']);
    expect(await kept.records.projects.find('one')).toMatchObject({
      quota: { clusters: null, logstores: null, dashboards: null, bytesPerDay: null },
      used: { clusters: 0, logstores: 0, dashboards: 0 },
    });
  });

  test('keeps of its quota what is not changed', async () => {
    await kept.records.projects.setQuota('team', { clusters: 3, bytesPerDay: 2 ** 40 });
    await kept.records.projects.setQuota('team', { clusters: null, dashboards: 0 });
    const quota = { clusters: null, logstores: null, dashboards: 0, bytesPerDay: 2 ** 40 };
    expect(await kept.reopen().projects.find('team')).toMatchObject({ quota });
  });

  test('goes when it is empty and nobody is limited to it', async () => {
    const { clusters, projects, users, apiTokens, dashboards } = kept.records;
    await add('a', 'team');
    await expect(projects.delete('team')).rejects.toMatchObject({ code: 'conflict', message: /has 1 clusters/ });
    await clusters.delete('a');
    await dashboards.add({ id: 'd', project: 'team', yaml: '', savedBy: 'ann' });
    await expect(projects.delete('team')).rejects.toMatchObject({ message: /has 1 dashboards/ });
    await dashboards.delete('d');
    const limits = { ...noLimits, projects: ['other', 'team'] };
    await users.add({ name: 'ann', passwordHash: '', mustChangePassword: false, role: 'viewer', limits });
    const expiresAt = kept.clock.now() + 1000;
    await apiTokens.add({ name: 'ci', role: 'viewer', limits, expiresAt });
    await expect(projects.delete('team')).rejects.toMatchObject({ message: /: ann, token:ci may see it/ });
    await users.change('ann', { limits: { ...limits, projects: ['other'] } });
    // A token that is over lets nobody in.
    kept.clock.advance(1001);
    expect(await projects.delete('team')).toMatchObject({ name: 'team' });
    await expect(projects.delete('team')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a quota', () => {
  const reached = (message: RegExp) =>
    expect.objectContaining({ code: 'quota-reached', message: expect.stringMatching(message) });

  test('of projects lets no further one come to be, by whatever road, and says how many there are', async () => {
    const { clusters, projects, dashboards } = kept.records;
    expect(await projects.count()).toEqual({ used: 0, most: null });
    await add('a', 'one');
    expect(await projects.setMost(1)).toEqual({ used: 1, most: 1 });
    const full = reached(/make sure that the quota of projects is sufficient \(projects: 1 of 1 used, 1 more needed\)/);
    await expect(add('b', 'two')).rejects.toEqual(full);
    await expect(clusters.change('a', { project: 'two' })).rejects.toEqual(full);
    await expect(dashboards.add({ id: 'd', project: 'two', yaml: '', savedBy: 'ann' })).rejects.toEqual(full);
    await expect(projects.setQuota('two', { clusters: 1 })).rejects.toEqual(full);
    expect(await names()).toEqual(['one']);
    await add('b', 'one');
    await projects.setMost(2);
    expect(await clusters.change('a', { project: 'two' })).toMatchObject({ project: 'two' });
  });

  test('of clusters counts those that take events, one of logstores all of them, and all that is lacking is told at once', async () => {
    const { clusters, projects } = kept.records;
    await projects.setQuota('team', { clusters: 1, logstores: 2 });
    await add('a', 'team');
    await expect(add('b', 'team')).rejects.toEqual(
      reached(
        /cannot add cluster "b": make sure that the quota of project "team" is sufficient \(clusters: 1 of 1 used, 1 more needed\)/,
      ),
    );
    // Nothing of it was made: the name is free, also for a project with room.
    await add('b', 'other');
    await clusters.change('a', { status: 'disabled' });
    expect(await projects.find('team')).toMatchObject({ used: { clusters: 0, logstores: 1 } });
    await clusters.change('b', { project: 'team' });
    await expect(clusters.change('a', { status: 'enabled' })).rejects.toEqual(
      reached(/cannot enable cluster "a".*clusters: 1 of 1/),
    );
    await expect(add('c', 'team')).rejects.toEqual(
      reached(/\(clusters: 1 of 1 used, 1 more needed; logstores: 2 of 2 used, 1 more needed\)/),
    );
    // What changes nothing that is counted is not asked.
    await clusters.change('b', { status: 'enabled', project: 'team', retentionDays: 7 });
    await clusters.delete('b');
    await clusters.change('a', { status: 'enabled' });
  });

  test('is asked of a disabled cluster that is moved for its logstore alone', async () => {
    const { clusters, projects } = kept.records;
    await projects.setQuota('team', { clusters: 0, logstores: 1 });
    await add('a', 'other');
    await clusters.change('a', { status: 'disabled' });
    await clusters.change('a', { project: 'team' });
    await expect(clusters.change('a', { project: 'other', status: 'enabled' })).resolves.toMatchObject({
      status: 'enabled',
    });
    await expect(clusters.change('a', { project: 'team' })).rejects.toEqual(
      reached(/cannot move cluster "a".*clusters: 0 of 0/),
    );
  });

  test('of dashboards is asked when one is added and when it is moved', async () => {
    const { dashboards, projects } = kept.records;
    await projects.setQuota('team', { dashboards: 1 });
    const one = { id: 'one', project: 'team', yaml: '', savedBy: 'ann' };
    await dashboards.add(one);
    await expect(dashboards.add({ ...one, id: 'two' })).rejects.toEqual(reached(/dashboards: 1 of 1 used/));
    // One of all projects is nobody's.
    await dashboards.add({ ...one, id: 'two', project: undefined });
    await expect(dashboards.replace({ ...one, id: 'two', basedOn: 1 })).rejects.toEqual(
      reached(/cannot move dashboard "two"/),
    );
    await dashboards.replace({ ...one, basedOn: 1 });
  });

  test('below what is used removes nothing, and lets nothing in until there is room', async () => {
    await add('a', 'team');
    await add('b', 'team');
    await kept.records.projects.setQuota('team', { clusters: 1 });
    await expect(add('c', 'team')).rejects.toEqual(reached(/clusters: 2 of 1 used/));
    expect(await kept.records.clusters.list()).toHaveLength(2);
  });
});

describe('legal holds', () => {
  const hold = { reason: 'case 7', fromMicros: undefined, toMicros: 5, placedBy: 'ann' };

  test('are of clusters that are there, and keep them from being deleted', async () => {
    const { clusters, legalHolds } = kept.records;
    const { id: clusterId } = await add('a', 'team');
    const placed = await legalHolds.place({ clusterId, ...hold });
    expect(placed).toEqual({ clusterId, ...hold, id: expect.stringMatching(/^h\w+$/), placedAt: kept.clock.now() });
    await expect(clusters.delete('a')).rejects.toMatchObject({ code: 'conflict', message: /legal hold \(case 7\)/ });
    await expect(legalHolds.place({ clusterId: 'none', ...hold })).rejects.toMatchObject({ code: 'not-found' });
    expect(await kept.reopen().legalHolds.list(clusterId)).toEqual([placed]);
    expect(await kept.records.legalHolds.lift('another', placed.id)).toBeUndefined();
    expect(await kept.records.legalHolds.lift(clusterId, placed.id)).toEqual(placed);
    await kept.records.clusters.delete('a');
  });

  test('of a cluster are bounded', async () => {
    const { id: clusterId } = await add('a', 'team');
    for (let count = 0; count < 100; count += 1) await kept.records.legalHolds.place({ clusterId, ...hold });
    await expect(kept.records.legalHolds.place({ clusterId, ...hold })).rejects.toMatchObject({ code: 'conflict' });
  });
});

test('what was received is added up by day, project and cluster, and forgotten by day', async () => {
  const { receivedBytes } = kept.records;
  const one = { day: '20261120', project: 'team', clusterId: 'c', bytes: 5 };
  await receivedBytes.add([one, { ...one, bytes: 7 }, { ...one, day: '20261121' }]);
  await receivedBytes.add([
    { ...one, bytes: -2 },
    { ...one, project: 'other' },
  ]);
  expect(await kept.reopen().receivedBytes.since('20261120')).toEqual([
    { ...one, project: 'other' },
    { ...one, bytes: 10 },
    { ...one, day: '20261121' },
  ]);
  await kept.records.receivedBytes.forgetBefore('20261121');
  expect(await kept.records.receivedBytes.since('20261101')).toEqual([{ ...one, day: '20261121' }]);
});
