import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures');
const recorded = (name: string): string => path.join(fixtures, 'recorded', name);
const seed = (name: string): string => path.join(fixtures, 'seed-policies', `${name}.yaml`);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'whodunit-policy-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** One policy of kube-apiserver's own answers. */
interface Vector {
  readonly name: string;
  readonly policy: string;
  readonly error?: string;
  readonly cases?: readonly {
    readonly request: unknown;
    readonly level: string;
    readonly omitStages: readonly string[];
  }[];
}

function vectors(name: string): readonly Vector[] {
  const text = gunzipSync(readFileSync(path.join(fixtures, 'policy-vectors', name))).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Vector);
}

describe('policy check', () => {
  // A policy in forty: the policy module holds all of them to kube-apiserver's answers, this is about the command.
  test.each([
    ['1.20', 'policy-vectors.ndjson.gz'],
    ['1.36', 'policy-vectors-1.36.ndjson.gz'],
  ])('and validate agree with kube-apiserver %s', async (version, file) => {
    const sample = vectors(file).filter((_, index) => index % 40 === 7);
    expect(sample.length).toBeGreaterThan(10);
    for (const { policy, error, cases = [] } of sample) {
      const policyFile = write('policy.yaml', policy);
      const requests = write('requests.ndjson', cases.map(({ request }) => `${JSON.stringify(request)}\n`).join(''));
      const check = await runCli([
        'policy',
        'check',
        '--policy',
        policyFile,
        '--requests',
        requests,
        '--kube-version',
        version,
      ]);
      const validate = await runCli(['policy', 'validate', policyFile, '--kube-version', version, '--json']);
      const answer = JSON.parse(validate.stdout) as { valid: boolean; errors: unknown[] };
      expect(check.status).toBe(error === undefined ? 0 : 1);
      expect(validate.status).toBe(check.status);
      expect(answer.valid).toBe(error === undefined);
      if (error !== undefined) {
        expect(answer.errors.length).toBeGreaterThan(0);
        continue;
      }
      const lines = check.stdout
        .trimEnd()
        .split('\n')
        .filter((line) => line !== '');
      expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject(
        cases.map(({ level, omitStages }) => ({ level, omitStages })),
      );
    }
  });

  test('prints a compact line each, in the order of the requests, with and without --json', async () => {
    const requests =
      '{"user":"system:kube-proxy","verb":"watch","resource":"endpoints"}\n\n{"user":"a","verb":"get","path":"/healthz"}\n';
    const args = ['policy', 'check', '--policy', seed('ack'), '--requests', '-'];
    const plain = await runCli(args, { input: requests });
    expect(plain).toMatchObject({ status: 0, stderr: '' });
    expect(plain.stdout).toBe(
      '{"level":"None","omitStages":["RequestReceived"],"omitManagedFields":false,"rule":0}\n' +
        '{"level":"None","omitStages":["RequestReceived"],"omitManagedFields":false,"rule":6}\n',
    );
    expect(await runCli([...args, '--json'], { input: requests })).toEqual(plain);
  });

  test('says which request cannot be read', async () => {
    const requests = write('requests.ndjson', '{"verb":"get","path":"/"}\nnonsense\n');
    const ended = await runCli(['policy', 'check', '--policy', seed('ack'), '--requests', requests]);
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toContain(`${requests}:2`);
  });
});

describe('policy validate', () => {
  test("gives all errors in kube-apiserver's words, with their places", async () => {
    const file = write(
      'policy.yaml',
      'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: meta\n- level: ""\n',
    );
    const { status, stdout } = await runCli(['policy', 'validate', file]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      text: expect.stringMatching(/^\[rules\[0\]\.level: .*, rules\[1\]\.level: Required value\]$/) as unknown,
      errors: [
        { path: 'rules[0].level', line: 4, column: 10 },
        { path: 'rules[1].level', message: 'rules[1].level: Required value', line: 5, column: 10 },
      ],
    });
  });

  test('ends with 3 where there is no file, and with 2 where the usage is wrong', async () => {
    expect(await runCli(['policy', 'validate', path.join(folder, 'nowhere.yaml')])).toMatchObject({
      status: 3,
      stdout: '',
    });
    expect(await runCli(['policy', 'validate'])).toMatchObject({ status: 2 });
    expect(await runCli(['policy', 'validate', seed('ack'), '--kube-version', 'newest'])).toMatchObject({ status: 2 });
    expect(await runCli(['policy', 'frobnicate'])).toMatchObject({ status: 2 });
  });

  test('takes text for people where it is asked for', async () => {
    const { stdout } = await runCli(['policy', 'validate', seed('ack'), '--no-json']);
    expect(stdout).toBe(`${seed('ack')} is valid\n`);
  });
});

describe('policy explain', () => {
  const request = {
    user: 'bob',
    verb: 'create',
    resource: 'pods',
    subresource: 'exec',
    namespace: 'prod',
    name: 'web',
  };
  const groups = ['system:authenticated'];

  test('takes a request by flags, as JSON and as a recorded event, and says the same', async () => {
    const flags = Object.entries(request).flatMap(([name, value]) => [`--${name}`, value]);
    const byFlags = await runCli(['policy', 'explain', '--policy', seed('ack'), ...flags]);
    const byJson = await runCli([
      'policy',
      'explain',
      seed('ack'),
      '--request',
      JSON.stringify({ ...request, groups }),
    ]);
    expect(JSON.parse(byFlags.stdout)).toMatchObject({ level: 'RequestResponse', rule: 10 });
    expect(byJson.stdout).toBe(byFlags.stdout);
    const event = {
      verb: 'create',
      requestURI: '/api/v1/namespaces/prod/pods/web/exec?command=sh',
      user: { username: 'bob', groups },
      objectRef: { resource: 'pods', subresource: 'exec', namespace: 'prod', name: 'web' },
    };
    const byEvent = await runCli(['policy', 'explain', seed('ack'), '--event', '-'], { input: JSON.stringify(event) });
    expect(byEvent.stdout).toBe(byFlags.stdout);
  });

  test('puts a user described by flags into the groups that kube-apiserver adds, and says so', async () => {
    const file = write(
      'policy.yaml',
      `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: None\n  userGroups: [system:unauthenticated]\n- level: Metadata\n  userGroups: [system:authenticated]\n`,
    );
    const explain = (user: string) =>
      runCli(['policy', 'explain', file, '--user', user, '--verb', 'get', '--path', '/']);
    const alice = await explain('alice');
    expect(JSON.parse(alice.stdout)).toMatchObject({ level: 'Metadata', rule: 1 });
    expect(alice.stderr).toContain('system:authenticated');
    expect(JSON.parse((await explain('system:anonymous')).stdout)).toMatchObject({ level: 'None', rule: 0 });
  });

  test('wants exactly one request', async () => {
    expect(await runCli(['policy', 'explain', seed('ack')])).toMatchObject({ status: 2 });
    expect(await runCli(['policy', 'explain', seed('ack'), '--verb', 'get', '--request', '{}'])).toMatchObject({
      status: 2,
    });
    expect(await runCli(['policy', 'explain', seed('ack'), '--request', '{'])).toMatchObject({ status: 1 });
    expect(await runCli(['policy', 'explain', seed('ack'), '--verb', 'get'])).toMatchObject({ status: 1 });
  });
});

describe('policy lint', () => {
  test('finds the rules of restrict.yaml that can never match', async () => {
    const { status, stdout } = await runCli(['policy', 'lint', seed('restrict'), '--json']);
    const { findings } = JSON.parse(stdout) as { findings: { code: string; rule: number; line: number }[] };
    expect(findings.filter(({ code }) => code === 'rule-shadowed').map(({ rule, line }) => [rule, line])).toEqual([
      [1, 7],
      [2, 9],
      [3, 13],
    ]);
    expect(status).toBe(0);
  });

  test('ends with 1 on an error, such as a field that kube-apiserver ignores', async () => {
    const file = write(
      'policy.yaml',
      'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n  resource: [pods]\n',
    );
    const ended = await runCli(['policy', 'lint', file]);
    expect(ended.status).toBe(1);
    const { findings } = JSON.parse(ended.stdout) as { findings: unknown[] };
    expect(findings).toContainEqual(expect.objectContaining({ code: 'unknown-field', severity: 'error', line: 5 }));
  });

  test('--fix writes what was meant into the file, and keeps the rest of it', async () => {
    const head = '# ours\napiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n';
    const written = `${head}# noise\n- level: None\n  resources:\n  - apiGroups: [coordination.k8s.io]\n    resources: ["leases"] # all of them\n    verbs: [get]\n- level: Metadata\n`;
    const meant = `${head}# noise\n- level: None\n  verbs: [get]\n  resources:\n  - group: coordination.k8s.io\n    resources: ["leases"] # all of them\n- level: Metadata\n`;
    const file = write('policy.yaml', written);
    expect(await runCli(['policy', 'lint', file])).toMatchObject({ status: 1 });
    expect(await runCli(['policy', 'lint', file, '--fix'])).toMatchObject({ status: 0 });
    expect(readFileSync(file, 'utf8')).toBe(meant);
  });

  test('explains a path as kube-apiserver takes it, and a failed login as one event', async () => {
    const asked = ['policy', 'explain', '--policy', seed('metadata'), '--user', 'eve', '--verb', 'get'];
    const listed = await runCli([...asked, '--path', '/apis/apps/v1/namespaces/x/deployments?limit=5', '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject({
      request: { verb: 'list', apiGroup: 'apps', resource: 'deployments', namespace: 'x' },
    });
    const event = {
      level: 'Metadata',
      stage: 'ResponseStarted',
      requestURI: '/',
      verb: 'get',
      user: {},
      responseStatus: { code: 401 },
    };
    const file = write('event.json', JSON.stringify(event));
    const explained = await runCli(['policy', 'explain', '--policy', seed('metadata'), '--event', file, '--json']);
    const { stages } = JSON.parse(explained.stdout) as { stages: { stage: string; written: boolean }[] };
    expect(stages.filter(({ written }) => written).map(({ stage }) => stage)).toEqual(['ResponseStarted']);
  });

  test('--fix settles what it can and leaves the rest of the file alone', async () => {
    const file = write('policy.yaml', readFileSync(seed('restrict'), 'utf8'));
    const dry = await runCli(['policy', 'lint', file, '--fix', '--dry-run']);
    expect(dry.stdout).toContain('+++');
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(seed('restrict'), 'utf8'));
    const fixed = await runCli(['policy', 'lint', file, '--fix']);
    expect(fixed.stdout).not.toContain('rule-shadowed');
    expect(readFileSync(file, 'utf8').split('\n').slice(0, 5)).toEqual(
      readFileSync(seed('restrict'), 'utf8').split('\n').slice(0, 5),
    );
    expect(await runCli(['policy', 'validate', file])).toMatchObject({ status: 0 });
  });
});

describe('policy simulate', () => {
  test('replays logs, plain and gzipped, and webhook bodies', async () => {
    const files = ['kubernetes-2026-11-20T18-06-33.126.audit.gz', 'kubernetes.audit'].map((file) =>
      recorded(`ack-v1/${file}`),
    );
    const { status, stdout, stderr } = await runCli([
      'policy',
      'simulate',
      '--policy',
      seed('metadata'),
      '--events',
      ...files,
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const answer = JSON.parse(stdout) as { bytes: { before: number; after: number } };
    expect(answer).toMatchObject({
      events: { before: 4369, after: 4369 },
      levels: { None: 0, Metadata: 4369 },
      rules: [{ index: 0, line: 4, events: 4369, bytes: answer.bytes.after }],
      unmatched: 0,
    });
    expect(answer.bytes.before / answer.bytes.after).toBeCloseTo(2.239, 3);
    const body = await runCli([
      'policy',
      'simulate',
      '--policy',
      seed('ack'),
      '--events',
      recorded('registered-v1beta1/webhook/0000.json'),
    ]);
    expect(JSON.parse(body.stdout)).toMatchObject({ unmatched: 0, events: { before: expect.any(Number) as unknown } });
  });

  test('compares with another policy', async () => {
    const events = ['--events', recorded('ack-v1/kubernetes.audit'), '--against', seed('ack')];
    const { stdout } = await runCli(['policy', 'simulate', '--policy', seed('restrict'), ...events]);
    const { bytes } = JSON.parse(stdout) as { bytes: { before: number; after: number } };
    expect(bytes.after).toBeLessThan(bytes.before);
  });

  test('says what is no event, and ends with 1 where nothing is', async () => {
    const line = readFileSync(recorded('ack-v1/kubernetes.audit'), 'utf8').split('\n')[0] ?? '';
    const simulate = ['policy', 'simulate', '--policy', seed('metadata'), '--events', '-'];
    const some = await runCli(simulate, { input: `${line}\n{"kind":"Pod"}\nnonsense\n` });
    expect(some.stderr).toContain('2 of 3 texts are no audit events');
    expect(JSON.parse(some.stdout)).toMatchObject({ events: { before: 1 } });
    expect(await runCli(simulate, { input: 'nonsense\n' })).toMatchObject({ status: 1, stdout: '' });
    expect(await runCli(['policy', 'simulate', '--policy', seed('metadata')])).toMatchObject({ status: 2 });
    expect(await runCli([...simulate.slice(0, -1), path.join(folder, 'nowhere')])).toMatchObject({ status: 3 });
  });
});

describe('policy diff, suggest, migrate and preset', () => {
  test('diff names requests that are treated differently, and counts events in them', async () => {
    const events = ['--events', recorded('ack-v1/kubernetes.audit')];
    const { status, stdout } = await runCli(['policy', 'diff', seed('metadata'), seed('restrict'), ...events]);
    expect(status).toBe(0);
    const { differences } = JSON.parse(stdout) as { differences: { before: object; after: object; volume: object }[] };
    expect(differences.length).toBeGreaterThan(0);
    expect(differences[0]).toMatchObject({
      before: { level: 'Metadata', rule: 0, line: 4 },
      after: { omitStages: ['RequestReceived'] },
      volume: { before: {}, after: {} },
    });
    const same = await runCli(['policy', 'diff', seed('ack'), seed('ack')]);
    expect(JSON.parse(same.stdout)).toMatchObject({ differences: [] });
  });

  test('suggest gives as many edits as asked for, each with what it saves', async () => {
    const args = [
      'policy',
      'suggest',
      '--policy',
      seed('ack'),
      '--events',
      recorded('ack-v1/kubernetes.audit'),
      '--limit',
      '3',
    ];
    const { suggestions } = JSON.parse((await runCli(args)).stdout) as { suggestions: { saved: { bytes: number } }[] };
    expect(suggestions).toHaveLength(3);
    for (const { saved } of suggestions) expect(saved.bytes).toBeGreaterThan(0);
  });

  test('migrate keeps every other byte, on standard output or in the file', async () => {
    const old = readFileSync(seed('registered'), 'utf8');
    const migrated = old.replace('audit.k8s.io/v1beta1', 'audit.k8s.io/v1');
    expect((await runCli(['policy', 'migrate', seed('registered')])).stdout).toBe(migrated);
    const file = write('policy.yaml', old);
    expect(await runCli(['policy', 'migrate', file, '--write'])).toMatchObject({ status: 0 });
    expect(readFileSync(file, 'utf8')).toBe(migrated);
    expect(await runCli(['policy', 'migrate', write('broken.yaml', 'kind: Pod\n')])).toMatchObject({
      status: 1,
      stdout: '',
    });
  });

  test('every preset is listed, printed as it is, and valid', async () => {
    const { presets } = JSON.parse((await runCli(['policy', 'preset'])).stdout) as { presets: { name: string }[] };
    expect(presets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ack', 'cis', 'minimal', 'forensic']) as unknown,
    );
    for (const { name } of presets) {
      const { stdout } = await runCli(['policy', 'preset', name]);
      const release = name === 'registered' ? ['--kube-version', '1.20'] : [];
      expect(await runCli(['policy', 'validate', '-', ...release], { input: stdout })).toMatchObject({ status: 0 });
    }
    expect(await runCli(['policy', 'preset', 'nope'])).toMatchObject({ status: 1, stdout: '' });
  });
});
