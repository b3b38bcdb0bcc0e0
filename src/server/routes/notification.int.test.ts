// Policies and silences as people change them: by HTTP and by the command, with and without limits.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';
import { PolicyAnswer, PolicyList, SavedSilence, SilenceList } from '../schemas/index.ts';

const run = promisify(execFile);
const json = { 'content-type': 'application/json' };
let server: TestServer;
/** May keep rules and silences of one cluster. */
let limited: Record<string, string>;
let ingest: string;

beforeAll(async () => {
  server = await startTestServer();
  ingest = await server.addCluster('prod');
  const token = { name: 'team', role: 'analyst', limits: { clusters: ['prod'], namespaces: null } };
  const { body } = await server.call('POST', '/api/v1/api-tokens', JSON.stringify(token), json);
  limited = { ...json, authorization: `Bearer ${String(Reflect.get(Object(body), 'token'))}` };
});
afterAll(() => server.close());

function call(method: string, target: string, body?: unknown, headers: Record<string, string> = json) {
  return server.call(
    method,
    `/api/v1/alerts/${target}`,
    body === undefined ? undefined : JSON.stringify(body),
    headers,
  );
}

const soon = new Date(Date.now() + 3_600_000).toISOString();
const silence = { matchers: [{ label: 'user', op: '=', values: ['eve'] }], comment: 'known', endsAt: soon };

describe('policies', () => {
  const policy = { kind: 'AlertPolicy', name: 'night', routes: [{ channels: ['oncall'], groupWait: '30s' }] };

  test('one is saved as a form or as YAML, shown as both, and deleted', async () => {
    const put = await call('PUT', 'policies/night', { policy });
    expect(put.status).toBe(200);
    const { yaml, savedBy, diagnostics } = PolicyAnswer.parse(put.body);
    // There is no such channel yet.
    expect([savedBy, diagnostics]).toMatchObject(['local-admin', [{ code: 'unknown-name', severity: 'warning' }]]);
    expect((await call('PUT', 'policies/night', { yaml: `# by day\n${yaml}` })).status).toBe(200);
    const list = PolicyList.parse((await call('GET', 'policies')).body);
    expect(list.items.map(({ name, policy: { routes } }) => [name, routes[0]?.groupBy])).toEqual([['night', ['...']]]);
    expect((await call('DELETE', 'policies/night')).status).toBe(200);
    expect((await call('DELETE', 'policies/night')).status).toBe(404);
    expect((await call('GET', 'policies/night')).status).toBe(404);
  });

  test.each([
    [
      'a pattern that cannot be read',
      { policy: { ...policy, routes: [{ channels: [], matchers: [{ label: 'a', op: '=~', values: ['('] }] }] } },
      'invalid-matcher',
    ],
    [
      'a member that there is not',
      { yaml: 'kind: AlertPolicy\nname: night\nroutes: [{channels: []}]\nrout: 1\n' },
      'invalid-rule',
    ],
    ['another name than the path', { policy: { ...policy, name: 'day' } }, 'invalid-request'],
    ['something else', { yaml: 'kind: Channel\nname: x\n' }, 'invalid-request'],
    ['nothing', {}, 'empty-rule-file'],
  ])('%s is refused, and what there was stays', async (_, body, code) => {
    await call('PUT', 'policies/night', { policy });
    const answer = await call('PUT', 'policies/night', body);
    expect(answer).toMatchObject({ status: 400, body: { error: { diagnostics: [{ code }] } } });
    expect(PolicyList.parse((await call('GET', 'policies')).body).items[0]?.policy.routes).toHaveLength(1);
  });

  test('whoever is limited sees policies, and changes none: they are about alerts of others as well', async () => {
    expect((await call('GET', 'policies', undefined, limited)).status).toBe(200);
    expect((await call('PUT', 'policies/night', { policy }, limited)).status).toBe(403);
    expect((await call('DELETE', 'policies/night', undefined, limited)).status).toBe(403);
  });
});

describe('silences', () => {
  test('one is added once, ended and removed', async () => {
    const added = SavedSilence.parse((await call('POST', 'silences', silence)).body);
    expect(added).toMatchObject({ author: 'local-admin', state: 'active', endsAt: soon });
    expect(SavedSilence.parse((await call('POST', 'silences', silence)).body).id).toBe(added.id);
    const ended = SavedSilence.parse((await call('POST', `silences/${added.id}/end`)).body);
    expect([ended.state, Date.parse(ended.endsAt) <= Date.now()]).toEqual(['ended', true]);
    expect((await call('DELETE', `silences/${added.id}`)).status).toBe(200);
    expect((await call('DELETE', `silences/${added.id}`)).status).toBe(404);
  });

  test.each([
    ['over already', { ...silence, endsAt: '2020-01-01T00:00:00Z' }],
    ['without a matcher', { ...silence, matchers: [] }],
    ['without a comment', { ...silence, comment: '' }],
    ['about nothing', { ...silence, matchers: [{ op: '=', values: ['x'] }] }],
    ['that ends before it begins', { ...silence, startsAt: '2999-01-01T00:00:00Z' }],
  ])('one %s is refused', async (_, body) => {
    expect((await call('POST', 'silences', body)).status).toBe(400);
  });

  test('whoever is limited adds and ends their own, and does not see those of others', async () => {
    const all = SavedSilence.parse((await call('POST', 'silences', { ...silence, comment: 'all' })).body);
    const mine = SavedSilence.parse((await call('POST', 'silences', silence, limited)).body);
    expect(mine.author).toBe('token:team');
    const seen = SilenceList.parse((await call('GET', 'silences', undefined, limited)).body);
    expect(seen.items.map(({ id }) => id)).toEqual([mine.id]);
    expect((await call('POST', `silences/${all.id}/end`, undefined, limited)).status).toBe(404);
    expect((await call('POST', `silences/${mine.id}/end`, undefined, limited)).status).toBe(200);
  });

  test('the command adds, lists and ends', async () => {
    const main = path.resolve(import.meta.dirname, '../../cli/main.ts');
    const whodunit = async (...args: readonly string[]): Promise<unknown> => {
      const common = ['--server', server.listensAt, '--token', server.adminToken, '--json'];
      const { stdout } = await run(process.execPath, [main, 'alert', 'silence', ...args, ...common]);
      return JSON.parse(stdout);
    };
    const matchers = ['--match', '@rule=exec', '--match', 'user=~system:.*'];
    const added = SavedSilence.parse(await whodunit('add', ...matchers, '--for', '2h', '--comment', 'upgrade'));
    expect(added.matchers).toEqual([
      { attribute: 'rule', op: '=', values: ['exec'] },
      { label: 'user', op: '=~', values: ['system:.*'] },
    ]);
    expect(SilenceList.parse(await whodunit('list')).items.map(({ id }) => id)).toContain(added.id);
    expect(SavedSilence.parse(await whodunit('end', added.id)).state).toBe('ended');
    await expect(whodunit('add', ...matchers, '--comment', 'x')).rejects.toMatchObject({ code: 2 });
  });
});

function exec(auditID: string, user: string): string {
  const objectRef = '"objectRef":{"resource":"pods","subresource":"exec","namespace":"shop","name":"web"}';
  const head =
    '"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","stage":"ResponseStarted","verb":"create"';
  return `{${head},"auditID":"${auditID}","user":{"username":"${user}"},${objectRef},"stageTimestamp":"2026-11-20T18:05:19.000000Z"}`;
}

test('a file of a rule, a policy and a silence is applied as a whole, and decides over what is received then', async () => {
  const file = `
kind: AlertRule
name: told-exec
query: 'objectRef.subresource: exec | select auditID as "Event ID", "user.username" as user'
immediate: true
groupBy: ["Event ID", user]
severity: high
annotations: {title: "exec by \${user}"}
channels: [elsewhere]
policy: team
---
kind: AlertPolicy
name: team
routes: [{channels: [pager]}]
---
kind: Silence
comment: a drill
matchers: [{label: user, op: "=", values: [drill]}]
endsAt: ${soon}
`;
  const applied = await call('POST', 'rules', { yaml: file });
  expect(applied).toMatchObject({ status: 200, body: { items: [{ name: 'told-exec' }], policies: ['team'] } });
  expect(Reflect.get(Object(applied.body), 'silences')).toHaveLength(1);
  const lines = ['drill', 'bob', 'bob'].map((user, index) => exec(`e-${index}`, user)).join('\n');
  const bearer = { authorization: `Bearer ${ingest}` };
  await server.call('POST', '/ingest/v1/clusters/prod/audit?wait=stored', lines, bearer);
  const outbox = async () => await server.records.outbox.list({ limit: 100 });
  while ((await outbox()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  const told = (await outbox()).map(({ channel, message }) => [channel, Reflect.get(JSON.parse(message), 'title')]);
  expect(told).toEqual([
    ['pager', 'exec by bob'],
    ['pager', 'exec by bob'],
  ]);
  expect(await server.records.inbox.list({ reader: 'ann', limit: 10 })).toHaveLength(2);
  // All three are in the history.
  const history = await call('GET', 'history?rule=told-exec');
  expect(Reflect.get(Object(history.body), 'items')).toHaveLength(3);
});
