// Clusters that are moved to another project: who sees what of them from then on, and that nothing is lost.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, event, type ProjectServer, startProjectServer } from './testkit/projects.ts';
import { follow } from './testkit/follow-tail.ts';

let on: ProjectServer;
beforeAll(async () => {
  on = await startProjectServer();
});
afterAll(() => on.server.close());

describe('a caller who is limited to a project', () => {
  /** How many events a caller finds in a cluster, by each road. */
  async function seen(call: Call, cluster: string): Promise<Record<string, number>> {
    const range = { from: '-1h', to: 'now' };
    const query = `__cluster__: ${cluster}`;
    const body = async (target: string, more: object) => (await call('POST', target, { ...range, ...more })).body;
    const page = (await body('/api/v1/query', { query })) as { total: number };
    const sql = (await body('/api/v1/query', { query: `${query} | select count(*) as n` })) as { rows: number[][] };
    const bars = (await body('/api/v1/histogram', { query })) as { buckets: { count: number }[] };
    const { facets } = (await body('/api/v1/facets', { query, fields: ['verb'] })) as {
      facets: { values: { count: number }[] }[];
    };
    const { values } = (await body('/api/v1/values', {
      query: '',
      field: 'user.username',
      prefix: `user-of-${cluster}`,
    })) as {
      values: { count: number }[];
    };
    const exported = await body('/api/v1/export', { query, format: 'csv' });
    const { panels } = (await body('/api/v1/dashboards/overview/run', { panels: ['by-user'] })) as {
      panels: unknown[];
    };
    const sum = (list: readonly { count: number }[] = []) => list.reduce((total, { count }) => total + count, 0);
    return {
      page: page.total,
      sql: sql.rows[0]?.[0] ?? -1,
      histogram: sum(bars.buckets),
      facets: sum(facets[0]?.values),
      completion: sum(values),
      export: String(exported).trim().split('\n').length - 1,
      report: JSON.stringify(panels).includes(`user-of-${cluster}`) ? page.total : 0,
    };
  }

  const alike = (count: number) => ({
    page: count,
    sql: count,
    histogram: count,
    facets: count,
    completion: count,
    export: count,
    report: count,
  });

  test('sees by every road what is in it now: nothing of a cluster that was moved out, all of one that was moved in', async () => {
    await on.addCluster('moving', 'shop');
    await on.addCluster('staying', 'bank');
    await on.send('moving', [event('moving-1', 'delete'), event('moving-2'), event('moving-3')]);
    await on.send('staying', [event('staying-1')]);
    const [old, next] = [
      on.callWith(await on.tokenOf('viewer', ['shop'])),
      on.callWith(await on.tokenOf('viewer', ['bank'])),
    ];
    expect(await seen(old, 'moving')).toEqual(alike(3));
    expect(await seen(next, 'moving')).toEqual(alike(0));
    const moved = await on.admin('PATCH', '/api/v1/clusters/moving', { project: 'bank' });
    expect(moved).toMatchObject({ status: 200, body: { project: 'bank' } });
    expect(await seen(old, 'moving')).toEqual(alike(0));
    expect(await seen(next, 'moving')).toEqual(alike(3));
    expect(await seen(next, 'staying')).toEqual(alike(1));
    for (const target of ['/api/v1/clusters/moving', '/api/v1/clusters/moving/legal-holds', '/api/v1/projects/bank'])
      expect([(await old('GET', target)).status, (await next('GET', target)).status]).toEqual([404, 200]);
    expect((await old('GET', '/api/v1/projects')).body).toMatchObject({
      items: [{ name: 'shop', clusters: [], used: { clusters: 0 } }],
      projects: { used: null },
    });
    const named = { query: '', from: '-1h', to: 'now', clusters: ['moving'] };
    expect((await old('POST', '/api/v1/query', named)).status).toBe(404);
  });

  test('follows what is in it: a tail goes on without a cluster that was moved out, and with one that was moved in', async () => {
    await on.addCluster('walker', 'left');
    await on.addCluster('sitter', 'left');
    await on.admin('PATCH', '/api/v1/projects/right', {});
    const [left, right] = [
      follow(on.server.url, await on.tokenOf('viewer', ['left'])),
      follow(on.server.url, await on.tokenOf('viewer', ['right'])),
    ];
    await Promise.all([left.opened, right.opened]);
    await on.send('walker', [event('walker-before')]);
    await left.until((ids) => ids.includes('walker-before'));
    await on.admin('PATCH', '/api/v1/clusters/walker', { project: 'right' });
    for (let index = 0; index < 5; index += 1) await on.send('walker', [event(`walker-after-${index}`)]);
    await on.send('sitter', [event('sitter-last')]);
    await left.until((ids) => ids.includes('sitter-last'));
    await right.until((ids) => ids.includes('walker-after-4'));
    expect(left.ids).toEqual(['walker-before', 'sitter-last']);
    expect(right.ids).toEqual([0, 1, 2, 3, 4].map((index) => `walker-after-${index}`));
    left.close();
    right.close();
  });

  test('has rules evaluated over what is in it by then', async () => {
    await on.addCluster('watched', 'owners');
    await on.admin('PATCH', '/api/v1/projects/heirs', {});
    const rule = (name: string) => `kind: AlertRule
name: ${name}
displayName: ${name}
query: 'verb: evict | select auditID as id'
immediate: true
groupBy: [id]
severity: high
annotations: {title: "\${id}"}
`;
    const [old, next] = [
      on.callWith(await on.tokenOf('analyst', ['owners'])),
      on.callWith(await on.tokenOf('analyst', ['heirs'])),
    ];
    await old('POST', '/api/v1/alerts/rules', { yaml: rule('of-owners') });
    await next('POST', '/api/v1/alerts/rules', { yaml: rule('of-heirs') });
    const told = async (name: string, ids: readonly string[]): Promise<readonly unknown[]> => {
      for (;;) {
        const { body } = await on.admin('GET', `/api/v1/alerts/history?rule=${name}`);
        const found = (body as { items: { labels: { id: string } }[] }).items.map(({ labels }) => labels.id);
        if (ids.every((id) => found.includes(id))) return found.toSorted();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await on.send('watched', [event('watched-1', 'evict')]);
    await told('of-owners', ['watched-1']);
    await on.admin('PATCH', '/api/v1/clusters/watched', { project: 'heirs' });
    await on.send('watched', [event('watched-2', 'evict')]);
    await told('of-heirs', ['watched-2']);
    await on.admin('PATCH', '/api/v1/clusters/watched', { project: 'owners' });
    await on.send('watched', [event('watched-3', 'evict')]);
    expect(await told('of-owners', ['watched-1', 'watched-3'])).toEqual(['watched-1', 'watched-3']);
    expect(await told('of-heirs', ['watched-2'])).toEqual(['watched-2']);
    // Who sees the cluster sees what was told of it, whoever told it.
    const items = async (call: Call) =>
      ((await call('GET', '/api/v1/alerts/history')).body as { items: unknown[] }).items;
    expect([(await items(old)).length, (await items(next)).length]).toEqual([3, 0]);
  });
});

test('a cluster that is moved while it sends loses nothing, is refused nothing, and is seen where it is alone', async () => {
  const camps = ['camp-0', 'camp-1', 'camp-2'];
  await on.addCluster('nomad', 'camp-0');
  for (const camp of camps) await on.admin('PATCH', `/api/v1/projects/${camp}`, {});
  const callers = await Promise.all(camps.map(async (camp) => on.callWith(await on.tokenOf('viewer', [camp]))));
  const moving = new AbortController();
  let sent = 0;
  const answers: number[] = [];
  const sender = async (lane: number): Promise<void> => {
    for (let index = 0; !moving.signal.aborted; index += 1) {
      const lines = Array.from({ length: 20 }, (_, line) => event(`nomad-${lane}-${index}-${line}`));
      const { status } = await on.send('nomad', lines, index % 3 === 0);
      answers.push(status);
      sent += lines.length;
    }
  };
  const range = { from: '-1h', to: 'now' };
  const seenBy = async (call: Call): Promise<number> => {
    const { body } = await call('POST', '/api/v1/query', { query: 'user.username: user-of-nomad', ...range });
    return (body as { total: number }).total;
  };
  await on.send('nomad', [event('nomad-first')]);
  const senders = [0, 1, 2].map(sender);
  for (let move = 1; move <= 20; move += 1) {
    const before = answers.length;
    await on.admin('PATCH', '/api/v1/clusters/nomad', { project: `camp-${move % 3}` });
    // From the answer on: nobody waits for anything.
    const seen = await Promise.all(callers.map(seenBy));
    expect(seen.map((count) => count > 0)).toEqual(camps.map((_, camp) => camp === move % 3));
    while (answers.length < before + 3) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  moving.abort();
  await Promise.all(senders);
  expect((await on.send('nomad', [event('nomad-last')])).status).toBe(200);
  expect(new Set(answers)).toEqual(new Set([200]));
  const query = '* | select count(*) as n, count(distinct auditID) as ids';
  const { body } = await on.admin('POST', '/api/v1/query', { query, ...range, clusters: ['nomad'] });
  expect(body).toMatchObject({ rows: [[sent + 2, sent + 2]] });
});
