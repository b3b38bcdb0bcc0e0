import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { policyPresets } from '../policy/index.ts';
import { setupBackends, setupPolicies, stepNotes, stepTitles } from './choices.ts';
import { noteTexts, titleTexts, type SetupRequest, setupSteps, setupWays, writeCommand } from './index.ts';

const token = 'wdingest_0123456789-abcdef_0123456789';
const authority = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const base: SetupRequest = {
  cluster: { name: 'Prod_eu', id: 'c0123456789' },
  backend: 'both',
  server: 'https://audit.example:7480',
  authority,
  token,
  policy: { name: 'own', text: 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata # $HOME\n' },
};

const cases = setupWays.flatMap((way) => setupBackends.map((backend) => ({ way, backend })));

/** The steps as somebody reads them. */
function told(way: (typeof setupWays)[number], request: SetupRequest): string {
  return setupSteps(way, request)
    .map(({ title, place, files, commands, notes }) =>
      [
        `== ${titleTexts[title]} (${place})`,
        ...notes.map((note) => `-- ${note}`),
        ...files.map((file) => `++ ${file.path}${file.isSecret ? ' (secret)' : ''}\n${file.text}`),
        commands,
      ].join('\n'),
    )
    .join('\n\n');
}

describe('the steps', () => {
  test.each(setupWays)('of %s', async (way) => {
    const text = setupBackends.map((backend) => `# ${backend}\n\n${told(way, { ...base, backend })}`).join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot(path.join(import.meta.dirname, 'golden', `${way}.txt`));
  });

  test.each(cases)('of $way by $backend hold the token in secret files and commands alone', ({ way, backend }) => {
    const steps = setupSteps(way, { ...base, backend });
    const files = steps.flatMap((step) => step.files);
    for (const { text, isSecret } of files) expect(isSecret).toBe(text.includes(token));
    const all = JSON.stringify(steps);
    expect(all.includes(token)).toBe(true);
    // An agent, or kube-apiserver itself, knows where to.
    expect(all).toContain('https://audit.example:7480');
    expect(all.includes('collect')).toBe(backend !== 'webhook');
    expect(new Set(steps.map(({ title }) => title)).size).toBe(steps.length);
  });

  test.each(cases)('of $way by $backend are for a shell as they stand', ({ way, backend }) => {
    for (const { title, files, commands } of setupSteps(way, { ...base, backend })) {
      const script = [...files.map(writeCommand), title === 'set-flags' ? '' : commands].join('\n');
      expect(() => execFileSync('sh', ['-n'], { input: script })).not.toThrow();
    }
  });

  test.each(setupWays)(
    'of %s have the token in the URL where there is no TLS, since kube-apiserver sends none else',
    (way) => {
      const plain = { ...base, backend: 'webhook', server: 'http://10.0.0.1:7480', authority: undefined } as const;
      const steps = setupSteps(way, plain);
      const isWritten = JSON.stringify(steps).includes(`http://10.0.0.1:7480/ingest/v1/token/${token}/audit`);
      // `apiserver enable` moves it there by itself.
      expect(isWritten || JSON.stringify(steps).includes(`--webhook-token ${token}`)).toBe(true);
      expect(JSON.stringify(steps)).not.toContain('ca.crt');
      expect(steps.some(({ notes }) => notes.includes('token-in-url'))).toBe(true);
    },
  );

  test.each(cases)('of $way by $backend say when nobody but the machine of the server can reach it', (chosen) => {
    const warns = (server: string): boolean =>
      setupSteps(chosen.way, { ...base, backend: chosen.backend, server, authority: undefined }).some(({ notes }) =>
        notes.includes('own-machine-alone'),
      );
    const readsOnWorkstation = chosen.backend === 'log' && ['talos', 'kind', 'minikube'].includes(chosen.way);
    for (const host of ['127.0.0.1', 'localhost', '127.1.2.3', '[::1]']) {
      expect(warns(`http://${host}:7480`)).toBe(!readsOnWorkstation);
      expect(warns(`https://${host}`)).toBe(!readsOnWorkstation);
    }
    for (const host of ['10.0.0.1', 'localhost.example', '127.0.0.1.example', 'audit.example'])
      expect(warns(`https://${host}:7480`)).toBe(false);
  });
});

test('a file is written as it is, for its owner alone where it holds the token', () => {
  const text = 'a $HOME `id`\nWHODUNIT\n\\n\n';
  const script = (path: string): string =>
    `${writeCommand({ path, text, isSecret: true })}\nstat -c %a ${path}; cat ${path}`;
  const sudo = 'sudo() { "$@"; }\n';
  const folder = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim();
  const run = (path: string): string =>
    execFileSync('bash', ['-c', sudo + script(path)], { encoding: 'utf8', cwd: folder });
  expect(run('webhook.yaml')).toBe(`600\n${text}`);
  expect(run(`${folder}/deep/webhook.yaml`)).toBe(`600\n${text}`);
  execFileSync('rm', ['-r', folder]);
});

test('what may be chosen is what ships', () => {
  expect([...setupPolicies]).toEqual(policyPresets.map(({ name }) => name).toSorted());
});

test('each title and note is used', () => {
  const steps = cases.flatMap(({ way, backend }) => [
    ...setupSteps(way, { ...base, backend }),
    ...setupSteps(way, { ...base, backend, server: 'http://localhost', authority: undefined }),
  ]);
  expect(new Set(steps.map(({ title }) => title))).toEqual(new Set(stepTitles));
  expect(new Set(steps.flatMap(({ notes }) => notes))).toEqual(new Set(stepNotes));
  expect(Object.keys(noteTexts)).toHaveLength(stepNotes.length);
});

test('k3s and RKE2 take their file as it is', () => {
  for (const way of ['k3s', 'rke2'] as const) {
    const [first] = setupSteps(way, base);
    const file = first?.files.find(({ path }) => path.endsWith('/config.yaml.d/whodunit-audit.yaml'));
    expect(parse(file?.text ?? '')).toHaveProperty(['kube-apiserver-arg+']);
  }
});
