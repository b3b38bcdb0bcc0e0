import { expect, test } from 'vitest';
import { isSeq, parse, parseDocument } from 'yaml';
import { auditStatus, webhookKubeconfig } from '../../src/apiserver/index.ts';
import { checkKubeconfig, webhookServer } from '../../src/apiserver/kubeconfig-check.ts';
import {
  checkPolicy,
  fixPolicy,
  kubeRelease,
  lintPolicy,
  loadPolicy,
  migratePolicy,
  type Request,
  validatePolicy,
} from '../../src/policy/index.ts';
import { seedPolicy } from '../../src/policy/testkit.ts';

/**
 * Policies and kubeconfigs put together from pieces of others, and from signs. Whatever they are, nothing throws, what is wrong has a
 * place in the text, and a fix leaves a policy that is read, with no fewer rules, and settles for good. `FUZZ_SECONDS` and `FUZZ_SEED` set
 * how long and from where; what fails names its seed. It prints counts and the slowest answers.
 */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 10);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_129);

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function createRandom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

function pick<T>(random: Random, list: readonly T[]): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

const signs = [
  ...' \n-:[]{}"\'#&*!|>%@`,?\t~<='.split(''),
  '\r',
  '\u0000',
  '😀',
  '\u2028',
  '- ',
  ': ',
  '&a ',
  '*a',
  '<<: *a',
  '---\n',
  '\n  ',
];

/** Changes a text a few times: characters, lines out of it or others, and pieces of the same kind. */
function mutate(random: Random, texts: readonly string[], pieces: readonly string[]): string {
  let text = pick(random, texts);
  const changes = 1 + Math.floor(random() * 4);
  for (let change = 0; change < changes; change++) {
    const at = Math.floor(random() * (text.length + 1));
    const kind = random();
    const lines = text.split('\n');
    const line = Math.floor(random() * lines.length);
    if (kind < 0.25) text = text.slice(0, at) + pick(random, signs) + text.slice(at + Math.floor(random() * 4));
    else if (kind < 0.65) text = lines.toSpliced(line, Math.floor(random() * 2), pick(random, pieces)).join('\n');
    else if (kind < 0.8) text = lines.toSpliced(line, 1 + Math.floor(random() * 3)).join('\n');
    else {
      const other = pick(random, texts).split('\n');
      const from = Math.floor(random() * other.length);
      text = lines.toSpliced(line, 0, ...other.slice(from, from + 4)).join('\n');
    }
  }
  return text;
}

const policies = ['ack', 'minikube', 'overview', 'registered', 'restrict', 'metadata'].map((name) => seedPolicy(name));
const policyPieces = [
  '- level: Metadata',
  '- level: None',
  '  verbs: [get, list]',
  '    verbs: get',
  '      namespaces: ["kube-system"]',
  '    apiGroups: ["", apps, v1]',
  '  - group: v1',
  '  - group: apps/v1',
  '    resources: [deployments, pods, "pods/*", leases]',
  '    resourceNames: [a]',
  '  resources: [pods, deployments]',
  '  resource: pods',
  '  users: ["system:node", alice, "system:serviceaccount:x"]',
  '  userGroups: [system:masters]',
  '  groups: [a]',
  '  group: apps',
  '  nonResourceURLs: ["/api/v1/pods", "/healthz?x", "/a*"]',
  '  paths: /healthz',
  '  omitStages: [ResponseStarted]',
  '  description: x',
  '- {level: None, resources: [{apiGroups: [a.io, b.io], verbs: [get]}]}',
];
const request: Request = {
  user: 'u',
  groups: [],
  verb: 'get',
  apiGroup: '',
  resource: 'pods',
  subresource: '',
  namespace: '',
  name: '',
};

/** The number of rules of a file that kube-apiserver cannot decode. */
function rulesIn(text: string): number {
  const rules = parseDocument(text, { logLevel: 'silent' }).get('rules');
  return isSeq(rules) ? rules.items.length : 0;
}

function tryPolicy(text: string, minor: number): void {
  const release = kubeRelease(minor);
  const answer = validatePolicy(text, release);
  expect(answer.valid).toBe(answer.errors.length === 0);
  const { findings } = lintPolicy(text, release);
  if (!answer.valid) expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
  const lines = text.split('\n').length;
  for (const { line, column } of [...answer.errors, ...answer.warnings, ...findings]) {
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThan(0);
  }
  migratePolicy(text);
  checkPolicy(text, [request], release);
  const fixed = fixPolicy(text, { release });
  const before = loadPolicy(text, release).raw?.rules.length;
  const loaded = loadPolicy(fixed.text, release);
  const duplicates = (warnings: readonly { readonly code: string }[]): number =>
    warnings.filter(({ code }) => code === 'duplicate-field').length;
  expect(duplicates(loaded.warnings)).toBeLessThanOrEqual(
    duplicates(answer.warnings) + (before === undefined ? 100 : 0),
  );
  if (answer.valid) expect(loaded.text).toBe('');
  // Of several rules without conditions all but one become comments; nothing else goes.
  const comments = fixed.applied.filter(({ code }) => code === 'catch-all-not-last').length;
  // A field of a wrong type that nobody read where it stood is refused where it is meant: the rules are there all the same.
  const after = loaded.raw?.rules.length ?? rulesIn(fixed.text);
  if (before !== undefined && comments === 0) expect(after).toBeGreaterThanOrEqual(before);
  expect(fixPolicy(fixed.text, { release }).text).toBe(fixed.text);
}

const written = webhookKubeconfig({
  url: 'https://w:7480/ingest/v1/clusters/c/audit',
  token: 't',
  caBase64: btoa('-----BEGIN CERTIFICATE-----'),
});
const kubeconfigs = [
  written.ok ? written.value : '',
  'apiVersion: v1\nkind: Config\nclusters: [{name: c, cluster: {server: "https://w/x"}}]\nusers: [{name: u, user: {token: t}}]\ncontexts: [{name: a, context: {cluster: c, user: u}}]\ncurrent-context: a\n',
];
const kubeconfigPieces = [
  'current-context: b',
  '    user: {tokenFile: t}',
  '      server: "http://%%"',
  '      server: 5',
  '      certificate-authority: ca.crt',
  '      certificate-authority-data: "%"',
  '      insecure-skip-tls-verify: yes',
  '      proxy-url: ":"',
  '      exec: {command: x, env: [{}, 1]}',
  '      exec: [1]',
  '      auth-provider: {name: oidc, config: {a: 1}}',
  '      client-key-data: QUJD',
  '      as-user-extra: {a: [b]}',
  'clusters: [1, null, {name: x}]',
  'users: {a: b}',
];
const manifest = (config: string): string => `apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver}
spec:
  containers:
  - name: kube-apiserver
    command: [kube-apiserver, --audit-policy-file=/k/p.yaml, --audit-webhook-config-file=/k/${config}]
    volumeMounts: [{name: k, mountPath: /k}]
  volumes: [{name: k, hostPath: {path: /k}}]
`;

function tryKubeconfig(text: string): void {
  for (const { code, message } of checkKubeconfig(text)) {
    expect(code).not.toBe('');
    expect(message.length).toBeLessThan(10_000);
  }
  webhookServer(text);
  const lookup = (file: string) =>
    file === '/k/hook' ? ({ kind: 'file', text } as const) : ({ kind: 'unknown' } as const);
  expect(auditStatus(manifest('hook'), { minor: 36 }, { lookup }).ok).toBe(true);
}

test('policies and kubeconfigs from pieces', { timeout: seconds * 1000 + 120_000 }, () => {
  const end = Date.now() + seconds * 1000;
  const counts = { policies: 0, valid: 0, fixed: 0, kubeconfigs: 0, accepted: 0 };
  let slowest = 0;
  for (let round = 0; Date.now() < end; round++) {
    const random = createRandom(seed + round);
    const start = performance.now();
    const policy = mutate(random, policies, policyPieces);
    const kubeconfig = mutate(random, kubeconfigs, kubeconfigPieces);
    try {
      tryPolicy(policy, pick(random, [20, 23, 26, 36]));
      tryKubeconfig(kubeconfig);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`FUZZ_SEED=${seed + round}: ${message}\n${policy}\n=====\n${kubeconfig}`, { cause: error });
    }
    counts.policies += 1;
    counts.kubeconfigs += 1;
    if (validatePolicy(policy).valid) counts.valid += 1;
    if (fixPolicy(policy).applied.length > 0) counts.fixed += 1;
    if (checkKubeconfig(kubeconfig).every(({ severity }) => severity !== 'error')) counts.accepted += 1;
    slowest = Math.max(slowest, performance.now() - start);
  }
  process.stderr.write(`seed ${seed}: ${JSON.stringify(counts)}, slowest ${Math.round(slowest)} ms\n`);
  expect(counts.valid).toBeGreaterThan(0);
  expect(counts.fixed).toBeGreaterThan(0);
  expect(counts.accepted).toBeGreaterThan(0);
  expect(parse(kubeconfigs[1] ?? '')).toHaveProperty('clusters');
});
