import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { request as requestHttp } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { type RunningServer, startServer } from '../../app/serve.ts';
import { issueAuthority } from '../auth/tls/issue.ts';
import { type Arrivals, Setup } from '../schemas/index.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;
const event =
  '{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a1","stage":"ResponseComplete","stageTimestamp":"2026-11-20T18:05:19.347836Z"}';

let directory = '';
let server: RunningServer;
let token = '';
let leadToken = '';

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-setup-'));
  const data = path.join(directory, 'data');
  server = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    data,
    logLevel: 'silent',
    tls: { kind: 'self-signed' },
  });
  const add = (name: string, project: string) =>
    server.records.clusters.add({ name, project, kind: 'self-managed', retentionDays: 1 });
  token = (await server.records.ingestTokens.add((await add('prod', 'crew')).id)).text;
  await add('stage', 'others');
  const limits = { projects: ['crew'], clusters: null, namespaces: null, bodies: true };
  leadToken = (await server.records.apiTokens.add({ name: 'lead', role: 'admin', limits, expiresAt: undefined })).text;
});

afterAll(async () => {
  await server.lifecycle.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Sent {
  readonly status: number;
  readonly body: unknown;
}

function send(method: string, target: string, body = '', options: RequestOptions = {}): Promise<Sent> {
  const all = { method, ca: server.context.caCertificate, agent: false, ...options } as const;
  return new Promise((resolve, reject) => {
    const sent = requestHttps(`${server.url}${target}`, all, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as unknown }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const bearer = (text: string): RequestOptions => ({
  headers: { authorization: `Bearer ${text}`, 'content-type': 'application/json' },
});
const ingest = (name: string, text: string, body = event): Promise<Sent> =>
  send('POST', `/ingest/v1/clusters/${name}/audit`, body, bearer(text));

async function arrivals(name: string, by = server.adminToken): Promise<z.output<typeof Arrivals>> {
  const { status, body } = await send('GET', `/api/v1/clusters/${name}/arrivals`, '', bearer(by));
  expect(status).toBe(200);
  return body as z.output<typeof Arrivals>;
}

/** Asks until it is seen: what ends a connection is noticed by the server in its own time. */
async function ofNobody(reason: string): Promise<z.output<typeof Arrivals>['refused'][number]> {
  for (;;) {
    const found = (await arrivals('prod')).ofNobody?.find((one) => one.reason === reason);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a wrong token, none, that of another cluster and an unreadable body are told to whoever administers the cluster', async () => {
  expect((await ingest('prod', 'wdingest_wrong')).status).toBe(401);
  expect((await ingest('prod', 'wdingest_wrong')).status).toBe(401);
  expect((await send('POST', '/ingest/v1/clusters/prod/audit', event)).status).toBe(401);
  expect((await ingest('prod', token, 'no event')).status).toBe(400);
  expect((await ingest('stage', token)).status).toBe(403);
  const told = await arrivals('prod', leadToken);
  const times = (reason: string): number | undefined => told.refused.find((one) => one.reason === reason)?.times;
  expect(times('token-unknown')).toBe(2);
  expect(times('token-missing')).toBe(1);
  expect(times('unreadable')).toBe(1);
  expect(told.refused.every(({ address }) => address === '127.0.0.1')).toBe(true);
  // An administrator of other clusters is told that there is no such cluster; its own administrators, that somebody tried.
  expect((await ingest('stage', leadToken)).status).toBe(404);
  expect((await arrivals('stage')).refused).toMatchObject([{ reason: 'credentials-of-another', times: 2 }]);
});

test('what belongs to no cluster is told to administrators of the whole server alone, and another cluster to nobody', async () => {
  expect((await ingest('nowhere', 'wdingest_wrong')).status).toBe(401);
  expect((await send('POST', '/ingest/v1/token/wdingest_guess/audit', event)).status).toBe(401);
  expect((await send('POST', '/', event)).status).toBe(404);
  expect((await ofNobody('token-unknown')).times).toBe(2);
  await ofNobody('path-unknown');
  expect((await arrivals('prod', leadToken)).ofNobody).toBeNull();
  expect((await send('GET', '/api/v1/clusters/stage/arrivals', '', bearer(leadToken))).status).toBe(404);
  const all = JSON.stringify([await arrivals('prod'), await arrivals('stage')]);
  for (const secret of ['wdingest_guess', 'wdingest_wrong', token]) expect(all).not.toContain(secret);
});

test('a client that does not trust the certificate is seen to hang up', async () => {
  const { certificate } = await issueAuthority(Date.now());
  await expect(send('POST', '/ingest/v1/clusters/prod/audit', event, { ca: certificate })).rejects.toThrow();
  expect(await ofNobody('tls-given-up')).toMatchObject({ address: '127.0.0.1' });
});

test.skipIf(!hasCurl).each([
  ['that knows none', []],
  // Such as the one that this server had before it was set up anew.
  ['that knows another of the same name', ['--cacert', 'other.crt']],
])('one %s and says so is told as what it is', async (_, options) => {
  const { certificate } = await issueAuthority(Date.now());
  writeFileSync(path.join(directory, 'other.crt'), certificate);
  const distrusted = async (): Promise<number> =>
    (await arrivals('prod')).ofNobody?.find(({ reason }) => reason === 'certificate-not-trusted')?.times ?? 0;
  const before = await distrusted();
  const target = `${server.url}/ingest/v1/clusters/prod/audit`;
  const curl = promisify(execFile)('curl', ['-sS', ...options, '-d', event, target], { cwd: directory });
  await expect(curl).rejects.toMatchObject({ code: 60 });
  while ((await distrusted()) === before) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await ofNobody('certificate-not-trusted')).toMatchObject({ address: '127.0.0.1' });
});

test('plain http to a port of https is told; a connection on which nothing is said is not', async () => {
  const plain = server.url.replace('https:', 'http:');
  await new Promise<void>((resolve) => {
    const sent = requestHttp(`${plain}/ingest/v1/token/${token}/audit`, { method: 'POST' }, () => resolve());
    sent.on('error', () => resolve());
    sent.end(event);
  });
  await ofNobody('http-to-https');
  const before = (await arrivals('prod')).ofNobody?.find(({ reason }) => reason === 'tls-given-up')?.times;
  await new Promise<void>((resolve) => {
    const probe = connect(Number(new URL(server.url).port), '127.0.0.1', () => probe.end());
    probe.on('close', () => resolve());
    probe.resume();
  });
  expect((await arrivals('prod')).ofNobody?.find(({ reason }) => reason === 'tls-given-up')?.times).toBe(before);
});

test('a disabled cluster is told as the reason', async () => {
  await server.records.clusters.change('prod', { status: 'disabled' });
  expect((await ingest('prod', token)).status).toBe(403);
  await server.records.clusters.change('prod', { status: 'enabled' });
  expect((await arrivals('prod')).refused).toContainEqual(expect.objectContaining({ reason: 'cluster-disabled' }));
});

test('the steps lead to the first event', async () => {
  const ask = (question: object, by = server.adminToken): Promise<Sent> =>
    send('POST', '/api/v1/clusters/prod/setup', JSON.stringify(question), bearer(by));
  const { status, body } = await ask({ for: 'self-managed', backend: 'webhook', ingestToken: token }, leadToken);
  expect(status).toBe(200);
  const setup = Setup.parse(body);
  expect(setup).toMatchObject({ server: server.url, policy: 'ack' });
  const kubeconfig = setup.steps.flatMap(({ files }) => files).find(({ path: at }) => at.endsWith('webhook.yaml'));
  expect(kubeconfig?.isSecret).toBe(true);
  const [, address = ''] = /server: "(.*)"/.exec(kubeconfig?.text ?? '') ?? [];
  const [, ca = ''] = /certificate-authority-data: (.*)/.exec(kubeconfig?.text ?? '') ?? [];
  const [, shown = ''] = /token: "(.*)"/.exec(kubeconfig?.text ?? '') ?? [];
  const target = new URL(address).pathname;
  const trusting = { ...bearer(shown), ca: Buffer.from(ca, 'base64') };
  expect((await send('POST', target, event, trusting)).status).toBe(200);
  for (;;) {
    const { events, taken } = await arrivals('prod', leadToken);
    expect(taken).toMatchObject([{ source: '127.0.0.1', events: 1 }]);
    if (events === 1) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // Whatever is asked for, and without a token.
  const other = await ask({ for: 'rke2', backend: 'both' });
  expect(JSON.stringify(other.body)).toContain('INGEST_TOKEN');
  expect((await ask({ for: 'nothing', backend: 'both' })).status).toBe(400);
  expect((await ask({ for: 'k3s', backend: 'log', ingestToken: '"; rm -rf /' })).status).toBe(400);
});
