import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { PemConverter, X509Certificate, X509CertificateGenerator } from '@peculiar/x509';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../app/serve.ts';
import { type Issued, issueAuthority } from '../auth/tls/issue.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
let directory = '';
let server: RunningServer;
let authority: Issued;
let token: string;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-mtls-'));
  authority = await issueAuthority(Date.now());
  const tlsClientCa = path.join(directory, 'clients.crt');
  writeFileSync(tlsClientCa, authority.certificate);
  server = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    data: path.join(directory, 'data'),
    logLevel: 'silent',
    tls: { kind: 'self-signed' },
    tlsClientCa,
  });
  const cluster = await server.records.clusters.add({
    name: 'prod',
    project: 'default',
    kind: 'self-managed',
    retentionDays: 1,
  });
  token = (await server.records.ingestTokens.add(cluster.id)).text;
  await server.records.clusters.add({ name: 'stage', project: 'default', kind: 'self-managed', retentionDays: 1 });
});

afterAll(async () => {
  await server.lifecycle.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A client's certificate, as any authority would make it. */
async function issueClient(issuer: Issued, subject: string, days = 1): Promise<{ cert: string; key: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const secret = PemConverter.decodeFirst(issuer.key);
  const day = 86_400_000;
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: new X509Certificate(issuer.certificate).subject,
    notBefore: new Date(Date.now() - 2 * day),
    notAfter: new Date(Date.now() + days * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await webcrypto.subtle.importKey('pkcs8', secret, algorithm, false, ['sign']),
  });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { cert: certificate.toString('pem'), key };
}

let sequence = 0;

function send(options: RequestOptions, cluster = 'prod'): Promise<{ status: number; body: unknown }> {
  sequence += 1;
  const body = `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"tls-${sequence}","stage":"ResponseComplete","stageTimestamp":"2026-11-20T18:05:19.347836Z"}`;
  const url = `${server.url}/ingest/v1/clusters/${cluster}/audit`;
  const ca = server.context.caCertificate;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', ca, agent: false, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test("a certificate for the cluster's name is as good as its token", async () => {
  const client = await issueClient(authority, 'CN=prod,O=clusters');
  expect(await send(client)).toEqual({ status: 200, body: { received: 1, rejected: 0 } });
  expect(await send({ headers: { authorization: `Bearer ${token}` } })).toMatchObject({ status: 200 });
});

test('neither certificate nor token is 401', async () => {
  expect(await send({})).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
});

test.each([
  ['of another authority', async () => issueClient(await issueAuthority(Date.now()), 'CN=prod')],
  // The name of the right one alone does not help.
  [
    'of an authority with the same name',
    async () => {
      const other = await issueAuthority(Date.now());
      return issueClient({ ...authority, key: other.key }, 'CN=prod');
    },
  ],
  ['that is over', async () => issueClient(authority, 'CN=prod', -1)],
])('a certificate %s is 401', async (_, make) => {
  expect(await send(await make())).toMatchObject({ status: 401 });
});

test('a certificate is for one cluster, and for one that is there', async () => {
  const client = await issueClient(authority, 'CN=prod');
  expect(await send(client, 'stage')).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  expect(await send(await issueClient(authority, 'CN=nowhere'), 'nowhere')).toMatchObject({ status: 404 });
  for (const subject of ['CN=prod,CN=stage', 'CN=PROD', 'O=prod', 'CN=*'])
    expect(await send(await issueClient(authority, subject))).toMatchObject({ status: 403 });
});

test('a wrong token is 401, whatever certificate comes along', async () => {
  const client = await issueClient(authority, 'CN=prod');
  expect(await send({ ...client, headers: { authorization: 'Bearer wrong' } })).toMatchObject({ status: 401 });
});

test('a resumed connection is who its first one was', async () => {
  const refused = new Agent({ maxSockets: 1, keepAlive: false });
  for (let round = 0; round < 3; round += 1) expect(await send({ agent: refused })).toMatchObject({ status: 401 });
  const client = await issueClient(authority, 'CN=prod');
  const taken = new Agent({ maxSockets: 1, keepAlive: false, ...client });
  for (let round = 0; round < 3; round += 1) expect(await send({ agent: taken })).toMatchObject({ status: 200 });
  const foreign = await issueClient(await issueAuthority(Date.now()), 'CN=prod');
  const unknown = new Agent({ maxSockets: 1, keepAlive: false, ...foreign });
  for (let round = 0; round < 3; round += 1) expect(await send({ agent: unknown })).toMatchObject({ status: 401 });
});

test('the activity log tells which way each sender came in, once', async () => {
  const lines = await server.records.activity.list({ action: 'ingest', limit: 100 });
  const proofs = lines.map(({ actor, target, outcome, detail }) => ({ actor, target, outcome, detail }));
  const proof = { kind: 'certificate', fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) };
  expect(proofs).toContainEqual({ actor: 'certificate:prod', target: 'prod', outcome: 'done', detail: proof });
  const byToken = proofs.filter(({ actor }) => actor.startsWith('ingest-token:'));
  expect(byToken).toMatchObject([{ target: 'prod', outcome: 'done', detail: { kind: 'ingest-token' } }]);
  expect(proofs.filter(({ outcome }) => outcome === 'unauthenticated')).toHaveLength(1);
  expect(JSON.stringify(lines)).not.toContain(token);
});
