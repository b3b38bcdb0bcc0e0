import { request } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ publicUrl: 'https://audit.example:7480', allowedHosts: ['whodunit.svc'] });
});
afterAll(() => server.close());

const port = (): number => Number(new URL(server.listensAt).port);

/** Sends bytes as they are, and gives the whole of what comes back. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port(), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes.toString('utf8')));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** A call whose headers are sent as given: fetch sets Host by itself and decodes. */
function call(target: string, headers: Record<string, string>, body?: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const sending = request({ port: port(), host: '127.0.0.1', path: target, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sending.on('error', reject).end(body);
  });
}

const admin = () => ({ authorization: `Bearer ${server.adminToken}` });

test.each([
  ['no request at all', 'nonsense\r\n\r\n', 400, 'bad-request'],
  [
    'headers that are too large',
    `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(1 << 20)}\r\n\r\n`,
    431,
    'headers-too-large',
  ],
  ['no length', 'POST /api/v1/query HTTP/1.1\r\nhost: localhost\r\ncontent-length: x\r\n\r\n', 400, 'bad-request'],
  ['no host', 'GET /api/v1/status HTTP/1.1\r\nconnection: close\r\n\r\n', 421, 'unknown-host'],
])('what the parser refuses is answered as every error is: %s', async (_name, text, status, code) => {
  const answer = await sendRaw(text);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(/content-type: application\/json/i);
  expect(JSON.parse(body)).toMatchObject({ error: { code, message: expect.stringMatching(/./) } });
});

test.each(['/assets/%', '/%', '/api/v1/clusters/%zz', '/ingest/v1/token/%/audit'])('so is %s', async (target) => {
  const { status, body } = await call(target, {});
  expect(status).toBe(400);
  expect(JSON.parse(body.toString())).toMatchObject({ error: { code: 'bad-request' } });
});

test.each([
  'audit.example',
  'audit.example:7480',
  'AUDIT.example.:1',
  'whodunit.svc:7480',
  'localhost:7480',
  'api.localhost',
  '127.0.0.1',
  '10.1.2.3:7480',
  '[::1]:7480',
  '[fe80::1]',
])('the page and the API answer to %s', async (host) => {
  expect((await call('/api/v1/status', { ...admin(), host })).status).toBe(200);
});

test.each([
  'evil.example',
  'audit.example.evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '1.2.3',
  'x:y:z',
  '[::1',
])('and to no other name: %s', async (host) => {
  for (const target of ['/', '/explore', '/assets/x.js', '/api/v1/status', '/api/v1/session', '/api/v1/openapi.json']) {
    const { status, body } = await call(target, { ...admin(), host });
    expect(status).toBe(421);
    expect(JSON.parse(body.toString())).toMatchObject({ error: { code: 'unknown-host' } });
  }
});

test('events, probes and metrics come by whatever address there is', async () => {
  const host = 'evil.example';
  for (const target of ['/healthz', '/readyz', '/metrics'])
    expect((await call(target, { ...admin(), host })).status).toBe(200);
  const token = await server.addCluster('hosts');
  expect((await call(`/ingest/v1/token/${token}/audit`, { host }, '[]')).status).toBe(200);
  // It is the route that counts, not what the path looks like.
  for (const target of ['/healthz/..%2fapi/v1/status', '//healthz', '/api/v1/status?/healthz'])
    expect((await call(target, { ...admin(), host })).status).toBe(421);
});

test('answers of the API are compressed as the caller can read it', async () => {
  const plain = (await call('/api/v1/openapi.json', admin())).body;
  const decoders = { br: brotliDecompressSync, gzip: gunzipSync };
  for (const [encoding, decode] of Object.entries(decoders)) {
    const answer = await call('/api/v1/openapi.json', { ...admin(), 'accept-encoding': encoding });
    expect(answer.headers).toMatchObject({
      'content-encoding': encoding,
      vary: expect.stringMatching(/accept-encoding/i),
    });
    expect(answer.body.length).toBeLessThan(plain.length / 4);
    expect(decode(answer.body).equals(plain)).toBe(true);
  }
});
