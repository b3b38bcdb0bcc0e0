import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer } from './serve.ts';
import { startTestServer } from './testkit.ts';

let data = '';
beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'whodunit-serve-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function takePort(): Promise<{ readonly port: number; readonly server: Server }> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : 0 });
    });
  });
}

test('the first password is made by a start that can show it', async () => {
  const { port, server: other } = await takePort();
  const options = { listen: { host: '127.0.0.1', port }, data, logLevel: 'silent' } as const;
  await expect(startServer(options)).rejects.toMatchObject({ code: 'conflict' });
  await new Promise((resolve) => other.close(resolve));
  const server = await startServer(options);
  expect(server.firstSignIn).toMatchObject({ name: 'admin' });
  await server.lifecycle.close();
});

test('a certificate that is none is told by name, before anything is started', async () => {
  const file = path.join(data, 'cert.pem');
  writeFileSync(file, 'no certificate');
  const tls = { kind: 'files', cert: file, key: file } as const;
  const start = startServer({ listen: { host: '127.0.0.1', port: 0 }, data, logLevel: 'silent', tls });
  await expect(start).rejects.toThrow(`cannot use certificate "${file}" with key "${file}"`);
  await expect(start).rejects.toMatchObject({ code: 'bad-request' });
});

test('a webhook is told the port that the system has chosen', async () => {
  const server = await startTestServer({ data });
  const json = { 'content-type': 'application/json' };
  const { body } = await server.call('POST', '/api/v1/clusters', '{"name":"a"}', json);
  expect(body).toMatchObject({ webhookUrl: expect.stringContaining(`${server.url}/ingest/`) });
  expect(server.url).not.toMatch(/:0$/);
  await server.close();
});

test('what looks addresses up goes on beside a folder among the block lists, also several at once', async () => {
  const server = await startTestServer({ data });
  const json = { 'content-type': 'application/json' };
  const query = JSON.stringify({
    query: "* | select security_check_ip('203.0.113.9') from (values 1) as t(a)",
    from: '-1h',
    to: 'now',
  });
  const ask = () => server.call('POST', '/api/v1/query', query, json);
  expect((await ask()).status).toBe(200);
  mkdirSync(path.join(data, 'block-lists', 'old'), { recursive: true });
  writeFileSync(path.join(data, 'block-lists', 'list.txt'), '203.0.113.0/24\n');
  const answers = await Promise.all(Array.from({ length: 8 }, ask));
  expect(answers.map(({ status, body }) => [status, (body as { rows: unknown }).rows])).toEqual(
    Array.from({ length: 8 }, () => [200, [[1]]]),
  );
  await server.close();
});

test('who follows events goes on after a restart where they were, without waiting for the next event', async () => {
  const line = (id: number): string =>
    `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"e-${id}","stage":"ResponseComplete","verb":"get","stageTimestamp":"2026-11-20T18:05:19.000000Z"}`;
  const first = await startTestServer({ data });
  await first.addCluster('prod');
  const send = (id: number) => first.call('POST', '/ingest/v1/clusters/prod/audit?wait=stored', line(id));
  const follower = first.context.stream.follow({ whenBehind: 'read' });
  await send(1);
  const seen = await follower.read();
  expect(seen?.events).toHaveLength(1);
  await send(2);
  await first.close();
  const second = await startTestServer({ data });
  const again = second.context.stream.follow({ after: seen?.through, whenBehind: 'read' });
  const missed: string[] = [];
  for (let chunk = await again.read(); chunk; chunk = await again.read()) {
    missed.push(...chunk.events.map((event) => Buffer.from(event.bytes).toString()));
    again.move(chunk);
  }
  expect(missed).toEqual([line(2)]);
  await second.close();
});
