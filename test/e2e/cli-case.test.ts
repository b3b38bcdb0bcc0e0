// A case leaves the server as files: with the events as they were received, whose hashes anybody can check.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from './running-server.ts';

const name = 'who read | the secret';
/** With blanks and an order of members that no writer of JSON would give back. */
const event =
  '{"kind":"Event", "apiVersion":"audit.k8s.io/v1","stage":"ResponseComplete","level":"Metadata","auditID":"9c2f3c1e-8f7e-4f0a-9a55-0a8a3c1f4d11",' +
  '"requestURI":"/api/v1/namespaces/shop/secrets/db","verb":"get","user":{"username":"mallory"},' +
  '"objectRef":{"resource":"secrets","namespace":"shop","name":"db","apiVersion":"v1"},"responseStatus":{"code":200},' +
  '"requestReceivedTimestamp":"2026-11-20T18:05:41.000000Z","stageTimestamp":"2026-11-20T18:05:41.200000Z"}';

let folder = '';
let server: RunningServer;

async function post(route: string, body: unknown): Promise<unknown> {
  const answer = await server.fetch(route, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'case-'));
  server = await startServer();
  await server.cli('cluster', 'add', 'shop');
  await post('/ingest/v1/clusters/shop/audit?wait=stored', event);
  const { id } = (await post('/api/v1/cases', { name, summary: '', shared: false })) as { readonly id: string };
  const pin = { kind: 'event', cluster: 'shop', auditId: '9c2f3c1e-8f7e-4f0a-9a55-0a8a3c1f4d11', note: 'here' };
  await post(`/api/v1/cases/${id}/pins`, { ...pin, stage: 'ResponseComplete', at: '2026-11-20T18:05:41.200000Z' });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

test('is listed, and exported with the event byte for byte and its hash', async () => {
  const listed = await server.cli('case', 'list');
  expect(listed.stdout).toContain(name);
  const files = { lines: path.join(folder, 'events.jsonl'), text: path.join(folder, 'case.md') };
  expect((await server.cli('case', 'export', name, '--format', 'jsonl', '-o', files.lines)).status).toBe(0);
  expect((await server.cli('case', 'export', name, '-o', files.text)).status).toBe(0);
  expect(await readFile(files.lines, 'utf8')).toBe(`${event}\n`);
  const markdown = await readFile(files.text, 'utf8');
  expect(markdown).toContain(createHash('sha256').update(event).digest('hex'));
  expect(markdown).toContain(`\n${event}\n`);
});

test('one that is not there is told of', async () => {
  const { status, stderr } = await server.cli('case', 'export', 'nothing');
  expect(status).not.toBe(0);
  expect(stderr).toContain('cannot find case "nothing"');
});
