import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { httpsCall } from './https-call.ts';
import { type Running, sleep, start, stop, until } from './processes.ts';

const apiPort = 16443;
const apiUrl = `https://127.0.0.1:${apiPort}`;
const adminToken = 'tok-admin';
const etcdPort = 12379;
/** The users of tokens.csv that get a kubeconfig; a token is `tok-` and the name. */
const users = ['admin', 'alice', 'bob', 'mallory', 'cm', 'sched', 'node1', 'node2', 'ci'];

/** Makes the folder of a run: tokens, keys, kubeconfigs. */
export function prepareRun(run: string): void {
  rmSync(run, { recursive: true, force: true });
  mkdirSync(path.join(run, 'certs'), { recursive: true });
  cpSync(path.join(import.meta.dirname, 'tokens.csv'), path.join(run, 'tokens.csv'));
  execFileSync('openssl', ['genrsa', '-out', path.join(run, 'sa.key'), '2048'], { stdio: 'ignore' });
  for (const user of users) writeFileSync(path.join(run, `${user}.kubeconfig`), kubeconfig(user));
}

/** Starts etcd with empty state. */
export async function startEtcd(bin: string, run: string): Promise<Running> {
  const folder = path.join(run, 'etcd');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  const client = `http://127.0.0.1:${etcdPort}`;
  const urls = [
    '--listen-client-urls',
    client,
    '--advertise-client-urls',
    client,
    '--listen-peer-urls',
    'http://127.0.0.1:12380',
  ];
  const args = ['--data-dir', folder, ...urls, '--log-level', 'error'];
  const etcd = start('etcd', path.join(bin, 'etcd'), args, { log: path.join(run, 'etcd.log'), cwd: run });
  await until('etcd', 30, async () => ((await fetch(`${client}/health`)).ok ? true : undefined));
  return etcd;
}

/** The flags that kube-apiserver needs beside those about audit. */
export function apiserverFlags(run: string): readonly string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--secure-port=${apiPort}`,
    '--bind-address=127.0.0.1',
    `--cert-dir=${path.join(run, 'certs')}`,
    `--token-auth-file=${path.join(run, 'tokens.csv')}`,
    `--service-account-key-file=${path.join(run, 'sa.key')}`,
    `--service-account-signing-key-file=${path.join(run, 'sa.key')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction,PodSecurity',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
    '--runtime-config=api/all=true',
  ];
}

/** The manifest of a static pod with these flags. */
export function manifestOf(flags: readonly string[], version: string): string {
  const words = ['kube-apiserver', ...flags].map((word) => `    - ${JSON.stringify(word)}\n`).join('');
  return `apiVersion: v1
kind: Pod
metadata:
  name: kube-apiserver
  namespace: kube-system
spec:
  containers:
  - name: kube-apiserver
    image: registry.k8s.io/kube-apiserver:v${version}
    command:
${words}  hostNetwork: true
`;
}

/** Starts kube-apiserver. */
export function startApiserver(bin: string, run: string, auditFlags: readonly string[], log: string): Running {
  const args = [...apiserverFlags(run), ...auditFlags];
  return start('kube-apiserver', path.join(bin, 'kube-apiserver'), args, { log, cwd: run });
}

/** Waits until kube-apiserver says that it is ready. */
export async function apiserverReady(seconds: number): Promise<void> {
  await until('kube-apiserver', seconds, async () => ((await ask('/readyz')).startsWith('ok') ? true : undefined));
}

/** Starts what works with kube-apiserver: controller-manager, scheduler, two hollow nodes. */
export async function startNodes(bin: string, run: string): Promise<readonly Running[]> {
  nameNodes();
  const program = (name: string, log: string, args: readonly string[]): Running =>
    start(log, path.join(bin, name), args, { log: path.join(run, `${log}.log`), cwd: run });
  const serving = ['--leader-elect=true', '--bind-address=127.0.0.1', '--secure-port=0'];
  const controllers = ['--service-account-private-key-file=sa.key', '--use-service-account-credentials=true'];
  const running = [
    program('kube-controller-manager', 'cm', [...clientFlags('cm'), ...controllers, ...serving]),
    program('kube-scheduler', 'sched', [...clientFlags('sched'), ...serving]),
  ];
  for (const node of [1, 2]) {
    const ports = [`--kubelet-port=1025${node}`, '--kubelet-read-only-port=0', '--use-host-image-service=false'];
    const args = ['--morph=kubelet', `--name=node${node}`, `--kubeconfig=node${node}.kubeconfig`, ...ports];
    running.push(program('kubemark', `node${node}`, args));
  }
  await sleep(8000);
  return running;
}

function clientFlags(user: string): readonly string[] {
  const flags = ['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig'];
  return flags.map((flag) => `--${flag}=${user}.kubeconfig`);
}

/** kube-apiserver reaches kubelets by the names of their nodes, which only the hosts file can tell it. */
function nameNodes(): void {
  const hosts = '/etc/hosts';
  if (existsSync(hosts) && / node1\b/.test(readFileSync(hosts, 'utf8'))) return;
  try {
    appendFileSync(hosts, '127.0.0.1 localhost node1 node2\n');
  } catch {
    process.stderr.write('cannot name node1 and node2 in /etc/hosts: exec and port-forward will fail\n');
  }
}

/** Ends programs in turn; kube-apiserver gets the time that it needs to send what it has buffered. */
export async function stopAll(running: readonly Running[]): Promise<void> {
  for (const one of running) await stop(one, one.name === 'kube-apiserver' ? 90_000 : 5000);
}

/** The events that kube-apiserver has lost on the way to its backends, by its metric. */
export async function lostByMetric(): Promise<number> {
  const samples = (await ask('/metrics')).matchAll(/^apiserver_audit_error_total(?:\{[^}]*\})? ([0-9.e+]+)$/gm);
  return samples.reduce((total, match) => total + Number(match[1]), 0);
}

/** The same by its log, where it also says what it loses while it ends, when nobody can ask for the metric any more. */
export function lostByLog(log: string): number {
  const samples = readFileSync(log, 'utf8').matchAll(/Error in audit plugin '[^']*' affecting (\d+) audit events/g);
  return samples.reduce((total, match) => total + Number(match[1]), 0);
}

/** Where kube-apiserver counts what it does, and who may read that. */
export function metricsSource(run: string): { readonly url: string; readonly token: string; readonly ca: string } {
  const ca = readFileSync(path.join(run, 'certs', 'apiserver.crt'), 'utf8');
  return { url: `${apiUrl}/metrics`, token: adminToken, ca };
}

/** Lists what there is without a pause, eight times at once, until something has come of it. */
export async function listUntil(isEnough: () => boolean): Promise<void> {
  const lists = ['/api/v1/pods', '/api/v1/namespaces/prod/configmaps', '/apis/apps/v1/deployments', '/api/v1/nodes'];
  const worker = async (_: unknown, index: number): Promise<void> => {
    for (let turn = index; !isEnough(); turn += 1) await ask(lists[turn % lists.length] ?? '/').catch(() => sleep(100));
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

function ask(route: string): Promise<string> {
  return httpsCall({ url: `${apiUrl}${route}`, token: adminToken });
}

function kubeconfig(user: string): string {
  return `apiVersion: v1
kind: Config
clusters: [{name: local, cluster: {server: "${apiUrl}", insecure-skip-tls-verify: true}}]
users: [{name: ${user}, user: {token: tok-${user}}}]
contexts: [{name: local, context: {cluster: local, user: ${user}}}]
current-context: local
`;
}
