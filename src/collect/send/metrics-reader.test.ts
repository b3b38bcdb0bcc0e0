import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { issueCertificates, type TestCertificates } from '../../platform/testkit/certificates.ts';
import { createCredentialStore } from './credentials.ts';
import { createMetricsReader } from './metrics-reader.ts';

let directory: string;
let certificates: TestCertificates;
let server: Server;
let answer: () => Iterable<string>;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-metrics-'));
  certificates = await issueCertificates();
  server = createServer({ ...certificates.server }, (request, response) => {
    const isAllowed = request.headers.authorization === 'Bearer right';
    response.writeHead(isAllowed ? 200 : 403);
    for (const text of isAllowed ? answer() : ['no']) response.write(text);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true });
});

function file(name: string, text: string): string {
  writeFileSync(path.join(directory, name), text);
  return path.join(directory, name);
}

function read(token: string, ca = certificates.ca) {
  const { port } = server.address() as AddressInfo;
  const credentials = createCredentialStore({ tokenFile: file('token', token), caFile: file('ca.crt', ca) });
  const reader = createMetricsReader({ url: new URL(`https://127.0.0.1:${port}/metrics`), credentials });
  return reader.read(AbortSignal.timeout(30_000));
}

const audit =
  'apiserver_audit_event_total 140\napiserver_audit_error_total{plugin="webhook"} 3\nprocess_start_time_seconds 1.7636e9';

test('what matters is found in however much is said, wherever it is cut', async () => {
  const others = 'apiserver_request_total{verb="get",note="é"} 1\n'.repeat(100_000);
  answer = function* () {
    yield others;
    for (const letter of audit) yield letter;
  };
  expect(await read('right')).toEqual({ events: 140, errors: 3, rejected: 0, startedAt: 1_763_600_000_000 });
});

test('what is no answer is an error, in words', async () => {
  answer = () => [audit];
  await expect(read('wrong')).rejects.toThrow('it answers 403');
  await expect(read('right', (await issueCertificates()).ca)).rejects.toThrow(/certificate|signature/);
  answer = () => ['go_goroutines 7\n'];
  await expect(read('right')).rejects.toThrow(/it counts no audit events/);
  answer = () => ['x'.repeat(2 << 20)];
  await expect(read('right')).rejects.toThrow('its answer is too long');
});
