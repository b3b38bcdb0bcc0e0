import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConnectionError } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueCertificates, type TestCertificates } from '../../platform/testkit/certificates.ts';
import { watchConnections } from './watch-connections.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;
let directory: string;
let certificates: TestCertificates;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'connections-'));
  certificates = await issueCertificates();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Does nothing else until a file is there, as on a machine that has no time for this process. */
function standStillUntil(file: string): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(file)) Atomics.wait(pause, 0, 0, 5);
}

test.skipIf(!hasCurl).each([false, true])(
  'a sender that says that it does not trust the certificate is told of with its address (gone before the server looks: %s)',
  async (isLate) => {
    const told: unknown[] = [];
    const connections = watchConnections({ refused: (...of) => void told.push(of) });
    const server = createServer({ cert: certificates.server.cert, key: certificates.server.key });
    connections.watch(server);
    server.on('clientError', (error: ConnectionError, socket: Socket) => {
      connections.failed(error, socket);
      socket.destroy();
    });
    const gone = path.join(directory, `gone-${isLate}`);
    // The server's part of the handshake has been sent.
    if (isLate) server.once('keylog', () => setImmediate(standStillUntil, gone));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const curl = spawn('sh', ['-c', `curl -sS -d x https://127.0.0.1:${port}/; touch '${gone}'`], { stdio: 'ignore' });
    await once(curl, 'exit');
    await expect.poll(() => told).toEqual([[undefined, 'certificate-not-trusted', '127.0.0.1']]);
    server.close();
    await once(server, 'close');
  },
);

test('a connection whose call was given up, whose error has a number for a code, tells of nobody', async () => {
  const told: unknown[] = [];
  const connections = watchConnections({ refused: (...of) => void told.push(of) });
  const server = createPlainServer((request) => {
    request.socket.destroy(new DOMException('given up', 'AbortError'));
  });
  const failed = once(server, 'clientError');
  server.on('clientError', (error: ConnectionError, socket: Socket) => connections.failed(error, socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  const [error] = (await failed) as [ConnectionError];
  expect([error.code, told]).toEqual([20, []]);
  server.close();
});
