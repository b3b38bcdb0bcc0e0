import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { event, type IngestServer, startIngestServer } from './testkit/ingest.ts';

let on: IngestServer;

beforeAll(async () => {
  on = await startIngestServer();
});
afterAll(() => on.server.close());

describe('size and encoding', () => {
  test('200 MB in one body', async () => {
    const filler = 'y'.repeat(1_400_000);
    const lines = Array.from({ length: 150 }, (_, index) =>
      event(`big-${index}`, `"requestObject":{"x":"${filler}"},`),
    );
    const body = Buffer.from(lines.join('\n'));
    expect(body.length).toBeGreaterThan(200 << 20);
    const answer = await on.send(body, '?wait=stored');
    expect(answer).toMatchObject({ status: 200, body: { received: 150, stored: 150, rejected: 0 } });
    expect((await on.search('auditID: big*', '-1h', 1)).total).toBe(150);
  });

  test('more than 256 MiB is 413, whether its length is told or not', async () => {
    const body = Buffer.alloc((256 << 20) + 1, ' ');
    expect(await on.send(body)).toMatchObject({ status: 413, body: { error: { code: 'too-large' } } });
    expect(await sendChunked([body.subarray(0, 128 << 20), body.subarray(0, 128 << 20), Buffer.from('  ')])).toBe(413);
    expect((await on.send(event('after-large'), '?wait=stored')).status).toBe(200);
  });

  test('a gzip bomb is 413', async () => {
    const bomb = gzipSync(Buffer.alloc(300 << 20, ' '));
    expect(bomb.length).toBeLessThan(1 << 20);
    expect((await on.send(bomb, '', { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  test('gzip, and gzip that is none or cut', async () => {
    const packed = gzipSync(event('packed'));
    expect((await on.send(packed, '?wait=stored', { 'content-encoding': 'gzip' })).body).toMatchObject({ stored: 1 });
    expect((await on.send('not gzip', '', { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await on.send(packed.subarray(0, -12), '', { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await on.send(packed, '', { 'content-encoding': 'br' })).status).toBe(400);
  });

  test('a body that breaks off gives its room back', async () => {
    // Each of these holds 100 MB when it breaks off: the room of all bodies together is 768 MB.
    for (let round = 0; round < 10; round += 1) await breakOff(round % 2 === 0);
    expect((await on.send(event('after-breaking-off'), '?wait=stored')).body).toMatchObject({ stored: 1 });
  });

  test('any content type', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-ndjson', 'application/octet-stream'])
      expect((await on.send(event(`type-${type}`), '', { 'content-type': type })).status).toBe(200);
  });
});

/** Sends a body in chunks, without telling its length; resolves with the status. */
function sendChunked(chunks: readonly Buffer[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = `${on.server.url}/ingest/v1/clusters/prod/audit`;
    const sent = request(url, { method: 'POST', headers: { authorization: `Bearer ${on.token}` } });
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    void (async () => {
      for (const chunk of chunks) await new Promise((written) => sent.write(chunk, written));
      sent.end();
    })();
  });
}

/** Begins a body and goes away. */
function breakOff(isGzip: boolean): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(`${on.server.url}/ingest/v1/clusters/prod/audit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${on.token}`, ...(isGzip ? { 'content-encoding': 'gzip' } : {}) },
    });
    sent.on('error', () => undefined);
    sent.on('close', () => resolve());
    const half = Buffer.alloc(100 << 20, ' ');
    sent.write(isGzip ? gzipSync(half).subarray(0, -8) : half, () => sent.destroy());
  });
}

test('after all this the server is up', async () => {
  await on.expectUp();
});
