// Quotas of projects: what they let in, and what is told when they are reached.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { event, type ProjectServer, startProjectServer } from './testkit/projects.ts';

let on: ProjectServer;
beforeAll(async () => {
  on = await startProjectServer();
});
afterAll(() => on.server.close());

test('quotas are told with the numbers before anything is made, and raised by an administrator', async () => {
  const made = await on.admin('PATCH', '/api/v1/projects/team', { quota: { clusters: 1, bytesPerDay: 5000 } });
  expect(made).toMatchObject({
    status: 200,
    body: {
      name: 'team',
      clusters: [],
      quota: { clusters: 1, logstores: null, dashboards: null, bytesPerDay: 5000 },
      used: { clusters: 0, logstores: 0, dashboards: 0, bytesToday: 0 },
    },
  });
  await on.addCluster('team-a', 'team');
  const refused = await on.admin('POST', '/api/v1/clusters', { name: 'team-b', project: 'team' });
  expect(refused).toMatchObject({
    status: 409,
    body: {
      error: {
        code: 'quota-reached',
        message: expect.stringContaining('make sure that the quota of project "team" is sufficient (clusters: 1 of 1'),
      },
    },
  });
  expect((await on.admin('GET', '/api/v1/clusters/team-b')).status).toBe(404);
  await on.admin('PATCH', '/api/v1/projects/team', { quota: { clusters: null } });
  await on.addCluster('team-b', 'team');
  expect((await on.admin('GET', '/api/v1/projects/team')).body).toMatchObject({
    clusters: ['team-a', 'team-b'],
    quota: { clusters: null, bytesPerDay: 5000 },
    used: { clusters: 2, logstores: 2 },
  });
  for (const quota of [{ clusters: -1 }, { clusters: 1.5 }, { bytesPerDay: '5' }])
    expect((await on.admin('PATCH', '/api/v1/projects/team', { quota })).status).toBe(400);
  const log = await on.server.records.activity.list({ action: 'project-change', limit: 1 });
  expect(log).toMatchObject([{ target: 'team', detail: { quota: { clusters: null } } }]);
});

test('quotas of projects count those that are there', async () => {
  const { body } = await on.admin('GET', '/api/v1/projects');
  const { projects } = body as { projects: { used: number; quota: number | null } };
  expect(projects.quota).toBeNull();
  expect((await on.admin('PATCH', '/api/v1/projects', { quota: projects.used })).body).toEqual({
    used: projects.used,
    quota: projects.used,
  });
  for (const refused of [
    await on.admin('POST', '/api/v1/clusters', { name: 'elsewhere', project: 'one-more' }),
    await on.admin('PATCH', '/api/v1/clusters/team-b', { project: 'one-more' }),
  ])
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('projects: ') } },
    });
  await on.admin('PATCH', '/api/v1/projects', { quota: null });
  expect((await on.admin('PATCH', '/api/v1/clusters/team-b', { project: 'one-more' })).status).toBe(200);
  expect((await on.admin('DELETE', '/api/v1/projects/one-more')).status).toBe(409);
  await on.admin('DELETE', '/api/v1/clusters/team-b');
  expect((await on.admin('DELETE', '/api/v1/projects/one-more')).status).toBe(200);
});

test('quotas of bytes a day take batches as a whole or not at all; what was acknowledged is stored', async () => {
  const batch = (index: number) => Array.from({ length: 4 }, (_, line) => event(`q${index}-${line}`));
  const bytes = Buffer.byteLength(batch(0).join('\n'));
  const quota = { bytesPerDay: 5 * bytes + Math.floor(bytes / 2) };
  expect((await on.admin('PATCH', '/api/v1/projects/team', { quota })).status).toBe(200);
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) => {
      const body = batch(index % 10).join('\n');
      // Packed or not, what counts is what is in it.
      return index % 2 === 0
        ? on.server.call('POST', '/ingest/v1/clusters/team-a/audit', body)
        : on.server.call('POST', '/ingest/v1/clusters/team-a/audit', gzipSync(body), { 'content-encoding': 'gzip' });
    }),
  );
  const taken = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 429);
  expect([taken.length, refused.length]).toEqual([5, 7]);
  expect(refused[0]).toMatchObject({
    body: {
      error: {
        code: 'daily-quota-reached',
        message: expect.stringMatching(
          /quota of project "team" is sufficient \(bytes a day: \d+ of \d+ used, \d+ more/,
        ),
      },
    },
  });
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await on.admin('GET', '/api/v1/projects/team')).body).toMatchObject({ used: { bytesToday: 5 * bytes } });
  const count = { query: 'auditID: q* | select count(*) as n', from: '-1h', to: 'now', clusters: ['team-a'] };
  // Two of the twelve were repeated: they are counted where they were taken, and stored once.
  const ids = new Set(answers.flatMap(({ status }, index) => (status === 200 ? [index % 10] : [])));
  await on.admin('PATCH', '/api/v1/projects/team', { quota: { bytesPerDay: null } });
  expect((await on.send('team-a', [event('other')])).status).toBe(200);
  expect((await on.admin('POST', '/api/v1/query', count)).body).toMatchObject({ rows: [[ids.size * 4]] });
  // What cannot be read is refused for that, and not counted.
  const before = (await on.admin('GET', '/api/v1/projects/team')).body;
  expect((await on.server.call('POST', '/ingest/v1/clusters/team-a/audit', 'nonsense')).status).toBe(400);
  expect((await on.admin('GET', '/api/v1/projects/team')).body).toEqual(before);
});
