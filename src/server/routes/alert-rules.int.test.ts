// Alert rules as people keep them: by HTTP, as files, with what is wrong told at its place.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../app/testkit.ts';

const json = { 'content-type': 'application/json' };
let server: TestServer;

const exec = `# who opens a shell
kind: AlertRule
name: my-exec
displayName: {en: Exec, ja: 実行}
query: 'objectRef.subresource: exec | select auditID as "Event ID", "user.username" as user'
immediate: true
condition: '[Event ID] =~ ".*"'
groupBy: ["Event ID"]
severity: high
annotations: {title: "exec by \${user}"}
`;

const nights = { kind: 'AlertPolicy', routes: [{ channels: [] }] };

beforeAll(async () => {
  server = await startTestServer();
  await server.addCluster('prod-eu');
});
afterAll(() => server.close());

function post(target: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return server.call('POST', target, text, text === undefined ? headers : { ...json, ...headers });
}

function apply(yaml: string, headers?: Record<string, string>): Promise<Answer> {
  return post('/api/v1/alerts/rules', { yaml }, headers);
}

async function rule(name: string): Promise<unknown> {
  return (await server.call('GET', `/api/v1/alerts/rules/${name}`)).body;
}

/** What is told, each with its line and column. */
function told({ body }: Answer): readonly string[] {
  const { error, diagnostics = error?.diagnostics ?? [] } = body as {
    diagnostics?: readonly Record<string, unknown>[];
    error?: { diagnostics?: readonly Record<string, unknown>[] };
  };
  return diagnostics.map(({ code, line, column }) => `${String(code)} ${String(line)}:${String(column)}`);
}

async function tokenOf(name: string, role: string, limits: object = {}): Promise<Record<string, string>> {
  const { body } = await post('/api/v1/api-tokens', { name, role, ...limits });
  return { authorization: `Bearer ${(body as { token: string }).token}` };
}

describe('a rule', () => {
  test('is kept as it is written, and is on', async () => {
    const answer = await apply(exec);
    expect(answer).toMatchObject({
      status: 200,
      body: { items: [{ name: 'my-exec', enabled: true, version: 1 }], diagnostics: [] },
    });
    expect(await rule('my-exec')).toMatchObject({
      origin: 'own',
      enabled: true,
      displayName: { en: 'Exec', ja: '実行' },
      severity: 'high',
      immediate: true,
      clusters: null,
      version: 1,
      yaml: exec,
    });
  });

  test('is listed beside those that come with the product, which are off', async () => {
    const { body } = await server.call('GET', '/api/v1/alerts/rules');
    const { items } = body as { items: readonly Record<string, unknown>[] };
    const builtIn = items.filter(({ origin }) => origin === 'built-in');
    expect(builtIn.length).toBeGreaterThan(5);
    expect(builtIn.every(({ enabled, status }) => enabled === false && status === 'off')).toBe(true);
    expect(items).toContainEqual(expect.objectContaining({ name: 'my-exec', enabled: true }));
  });

  test('is switched off and on, and stays off however often it is applied', async () => {
    expect(await post('/api/v1/alerts/rules/my-exec/disable')).toMatchObject({
      body: { enabled: false, status: 'off' },
    });
    expect(await apply(exec.replace('severity: high', 'severity: low'))).toMatchObject({
      body: { items: [{ enabled: false }] },
    });
    expect(await rule('my-exec')).toMatchObject({ enabled: false, severity: 'low' });
    expect(await post('/api/v1/alerts/rules/my-exec/enable')).toMatchObject({ body: { enabled: true } });
  });

  test('is changed from the version that it was read in', async () => {
    const { version } = (await rule('my-exec')) as { version: number };
    const put = (yaml: string, basedOn: number) =>
      server.call('PUT', '/api/v1/alerts/rules/my-exec', JSON.stringify({ yaml, basedOn }), json);
    expect(await put(exec, version)).toMatchObject({ status: 200, body: { items: [{ version: version + 1 }] } });
    expect(await put(exec, version)).toMatchObject({ status: 409 });
    expect(await put(exec.replace('my-exec', 'another'), version + 1)).toMatchObject({ status: 400 });
  });

  test('may be given as JSON, by itself', async () => {
    const given = { kind: 'AlertRule', name: 'as-json', query: 'verb: delete', schedule: { every: '1m' } };
    expect(await post('/api/v1/alerts/rules', given)).toMatchObject({ body: { items: [{ name: 'as-json' }] } });
    expect(await server.call('DELETE', '/api/v1/alerts/rules/as-json')).toMatchObject({ status: 200 });
    expect(await server.call('GET', '/api/v1/alerts/rules/as-json')).toMatchObject({ status: 404 });
  });

  test('that comes with the product is switched on by name', async () => {
    const { body } = await server.call('GET', '/api/v1/alerts/rules');
    const { items } = body as { items: readonly { readonly name: string; readonly origin: string }[] };
    const name = items.find(({ origin }) => origin === 'built-in')?.name ?? '';
    expect(await post(`/api/v1/alerts/rules/${name}/enable`)).toMatchObject({
      body: { enabled: true, origin: 'built-in' },
    });
    expect(await server.call('DELETE', `/api/v1/alerts/rules/${name}`)).toMatchObject({ status: 200 });
    expect(await rule(name)).toMatchObject({ enabled: false, version: 0 });
    expect(await server.call('DELETE', `/api/v1/alerts/rules/${name}`)).toMatchObject({ status: 409 });
  });
});

describe('what is wrong', () => {
  test.each<readonly [string, string, string, string]>([
    ['a member', 'severity: high', 'severty: high', 'invalid-rule 9:1'],
    ['a statement', 'select auditID', 'selct auditID', '5:'],
    ['a column of the statement', '"user.username"', '"user.usrname"', '5:'],
    ['a condition', '[Event ID] =~', '[Event Id] =~', 'condition-unknown-column 7:13'],
    ['a group', '["Event ID"]', '["Event Id"]', 'condition-unknown-column 8:12'],
    ['a cluster', 'severity: high', 'clusters: [prod-ue]', 'unknown-name 9:12'],
  ])('in %s is refused, and told at its place', async (_what, before, after, place) => {
    const answer = await apply(exec.replace(before, after));
    expect(answer.status).toBe(400);
    expect(told(answer).join(', ')).toContain(place);
  });

  test('is told beside what is kept where it is no error', async () => {
    const changed = exec.replace('${user}', '${usr}').replace('severity: high', 'channels: [nobody]');
    const answer = await apply(changed);
    expect(answer.status).toBe(200);
    expect(told(answer)).toEqual(['unknown-name 9:12', 'unknown-rule-column 10:31']);
    await server.call(
      'PUT',
      '/api/v1/alerts/policies/nights',
      JSON.stringify({ policy: { ...nights, name: 'nights' } }),
      json,
    );
    const misspelt = await apply(exec.replace('severity: high', 'policy: night'));
    expect([misspelt.status, told(misspelt)]).toEqual([200, ['unknown-name 9:9']]);
    expect(JSON.stringify(misspelt.body)).toContain('did you mean nights?');
    const checked = await post('/api/v1/alerts/rules/check', { yaml: exec.replace('high', 'urgent') });
    expect([checked.status, told(checked)]).toEqual([200, ['invalid-rule 9:11']]);
    const policy = 'kind: AlertPolicy\nname: nights\nroutes: [{ channels: [nobody] }]\n';
    const checkedPolicy = await post('/api/v1/alerts/rules/check', { yaml: policy });
    expect(told(checkedPolicy)).toEqual(['unknown-name 3:23']);
    expect(checkedPolicy.body).toMatchObject({ rules: [], policies: ['nights'] });
  });

  test('in one rule keeps the others out as well', async () => {
    const both = `${exec.replace('my-exec', 'good')}---\n${exec.replace('my-exec', 'bad').replace('high', 'urgent')}`;
    expect(await apply(both)).toMatchObject({ status: 400 });
    expect(await server.call('GET', '/api/v1/alerts/rules/good')).toMatchObject({ status: 404 });
  });

  test('in a policy or silence of the file keeps all of it out', async () => {
    const file = (name: string, beside: object) =>
      [
        exec.replace('my-exec', name),
        JSON.stringify({ ...nights, name: `${name}-nights` }),
        JSON.stringify(beside),
      ].join('\n---\n');
    const over = {
      kind: 'Silence',
      comment: 'x',
      matchers: [{ label: 'a', op: '=', values: ['b'] }],
      endsAt: '2020-01-01T00:00:00Z',
    };
    expect(await apply(file('late', over))).toMatchObject({ status: 400 });
    const limited = await tokenOf('of-project', 'analyst', { limits: { clusters: ['prod-eu'] } });
    const mine = file('theirs', { ...over, endsAt: new Date(Date.now() + 3_600_000).toISOString() });
    expect(await apply(mine, limited)).toMatchObject({ status: 403 });
    for (const path of ['rules/late', 'rules/theirs', 'policies/late-nights', 'policies/theirs-nights'])
      expect(await server.call('GET', `/api/v1/alerts/${path}`)).toMatchObject({ status: 404 });
    const { body } = await server.call('GET', '/api/v1/alerts/silences');
    expect(body).toEqual({ items: [] });
  });

  test('is told of what holds no rule', async () => {
    expect(told(await apply('kind: Channel\nname: c\ntype: webhook\n'))).toEqual(['empty-rule-file 1:1']);
    expect(await post('/api/v1/alerts/rules/nothing/enable')).toMatchObject({ status: 404 });
  });
});

test('a rule of SLS is about the cluster of its logstore', async () => {
  const { body } = await server.call('GET', '/api/v1/clusters/prod-eu');
  const { logstore } = body as { logstore: string };
  const sls = (store: string) => ({
    name: 'from-sls',
    displayName: 'from SLS',
    status: 'ENABLED',
    schedule: { type: 'FixedRate', interval: '1m' },
    configuration: {
      version: '2.0',
      queryList: [
        { project: 'k8s-log-c1', store, query: 'verb : delete | select auditID, verb', start: '-120s', end: 'now' },
      ],
      groupConfiguration: { type: 'custom', fields: ['auditID'] },
      severityConfigurations: [{ severity: 6, evalCondition: { condition: '', countCondition: '' } }],
    },
  });
  expect(await post('/api/v1/alerts/rules', sls(logstore))).toMatchObject({
    status: 200,
    body: { items: [{ name: 'from-sls' }] },
  });
  expect(await rule('from-sls')).toMatchObject({
    clusters: ['prod-eu'],
    severity: 'medium',
    schedule: { every: '1m' },
  });
  const unknown = await post('/api/v1/alerts/rules', sls('audit-elsewhere'));
  expect(JSON.stringify(unknown.body)).toContain('there are: prod-eu');
});

test('viewers see rules and change none; what watches over more than a caller sees is not theirs', async () => {
  const viewer = await tokenOf('viewer', 'viewer');
  expect((await server.call('GET', '/api/v1/alerts/rules', undefined, viewer)).status).toBe(200);
  expect((await apply(exec, viewer)).status).toBe(403);
  const limited = await tokenOf('limited', 'analyst', { limits: { namespaces: ['shop'] } });
  expect((await apply(exec, limited)).status).toBe(403);
  expect((await post('/api/v1/alerts/rules/my-exec/disable', undefined, limited)).status).toBe(404);
  expect(await apply(exec.replace('my-exec', 'of-shop'), limited)).toMatchObject({ status: 200 });
  expect(await rule('of-shop')).toMatchObject({ enabled: true, owner: 'token:limited' });
});

test('history and what fires are lists', async () => {
  for (const target of ['history?limit=5&severity=high&from=-7d', 'active', 'rules/my-exec/runs'])
    expect(await server.call('GET', `/api/v1/alerts/${target}`)).toMatchObject({ status: 200, body: { items: [] } });
  expect((await server.call('GET', '/api/v1/alerts/history?from=yesterday')).status).toBe(400);
});

test('who changed what is in the activity log', async () => {
  const { body } = await server.call('GET', '/api/v1/activity?limit=200');
  const { items } = body as { items: readonly { readonly action: string; readonly target?: string }[] };
  expect(items).toContainEqual(
    expect.objectContaining({ action: 'alert-rule-apply', target: expect.stringContaining('my-exec') }),
  );
  expect(items).toContainEqual(expect.objectContaining({ action: 'alert-rule-disable' }));
});
