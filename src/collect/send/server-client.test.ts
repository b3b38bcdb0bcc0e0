import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { issueCertificates, type TestCertificates } from '../../platform/testkit/certificates.ts';
import { createCredentialStore } from './credentials.ts';
import { createDeliverer, type Outcome, type SendFailure } from './deliverer.ts';
import { createServerClient, type ServerClient } from './server-client.ts';

let directory: string;
let ours: TestCertificates;
let server: Server;
let client: ServerClient;
/** Of each call: its token, and the name in the certificate of who calls. */
let callers: { token: string | undefined; name: string | undefined }[];

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-client-'));
  ours = await issueCertificates();
  callers = [];
  server = createServer(
    { ...ours.server, ca: ours.ca, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const { subject } = (request.socket as TLSSocket).getPeerCertificate();
      const name = [subject?.CN].flat()[0];
      callers.push({ token: request.headers.authorization, name });
      request.resume().on('end', () => response.end('{}'));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  write('ca.crt', ours.ca);
  write('token', 'first\n');
});
afterEach(async () => {
  client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true });
});

/** Puts a file in its place by rename, as whoever renews certificates does. */
function write(name: string, text: string): string {
  const file = path.join(directory, name);
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return file;
}

function connect(files: Parameters<typeof createCredentialStore>[0]): ServerClient {
  const { port } = server.address() as AddressInfo;
  return createServerClient({
    server: new URL(`https://127.0.0.1:${port}/`),
    credentials: createCredentialStore(files),
  });
}

const post = async (): Promise<number> =>
  (await client.post('ingest', Buffer.from('x'), new AbortController().signal)).status;

test('only the authority that was given vouches for the server, and is read again when it changes', async () => {
  const others = await issueCertificates();
  client = connect({ caFile: write('ca.crt', others.ca) });
  await expect(post()).rejects.toThrow(/certificate|signature/);
  write('ca.crt', ours.ca);
  expect(await post()).toBe(200);
  // Also over the connection that is there: whom we do not trust any more gets nothing.
  write('ca.crt', others.ca);
  await expect(post()).rejects.toThrow(/certificate|signature/);
});

test('a server with another certificate gets nothing until its authority is named, and that is for somebody to mend', async () => {
  client = connect({ caFile: path.join(directory, 'ca.crt') });
  const failures: SendFailure[] = [];
  const renewed = await issueCertificates();
  const deliverer = createDeliverer({
    client,
    path: 'ingest',
    clock: {
      sleep: async () => {
        // After the first refusal somebody mends it.
        write('ca.crt', renewed.ca);
      },
    },
    places: 1,
    onSuccess: () => undefined,
    onFailure: (failure) => failures.push(failure),
  });
  const send = () =>
    new Promise<Outcome>((resolve) => void deliverer.add({ body: Buffer.from('{}\n'), onArrived: resolve }));
  await send();
  server.setSecureContext({ ...renewed.server, ca: renewed.ca });
  server.closeAllConnections();
  await send();
  expect(failures.length).toBeGreaterThan(0);
  for (const { message, mayPass } of failures) {
    expect(message).toMatch(/^cannot reach the server: .*(certificate|signature)/);
    expect(mayPass).toBe(false);
  }
  expect(callers).toHaveLength(2);
});

test('the token is read again when its file changes, and an empty or strange one is never sent', async () => {
  client = connect({ caFile: path.join(directory, 'ca.crt'), tokenFile: path.join(directory, 'token') });
  await post();
  write('token', 'second');
  await post();
  expect(callers.map(({ token }) => token)).toEqual(['Bearer first', 'Bearer second']);
  write('token', '');
  await expect(post()).rejects.toThrow(/it is empty/);
  write('token', 'a b');
  await expect(post()).rejects.toThrow(/it holds what no token holds/);
  expect(callers).toHaveLength(2);
});

test('a client certificate is shown', async () => {
  const certificateFile = write('client.crt', ours.client.cert);
  const keyFile = write('client.key', ours.client.key);
  client = connect({ caFile: path.join(directory, 'ca.crt'), certificateFile, keyFile });
  await post();
  expect(callers).toEqual([{ token: undefined, name: 'whodunit' }]);
});

test('a server that does not answer is given up', async () => {
  server.removeAllListeners('request');
  const { port } = server.address() as AddressInfo;
  const credentials = createCredentialStore({ caFile: path.join(directory, 'ca.crt') });
  client = createServerClient({ server: new URL(`https://127.0.0.1:${port}/`), credentials, silenceMs: 200 });
  await expect(post()).rejects.toThrow('the server does not answer');
});
