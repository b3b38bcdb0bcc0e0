// Servers that speak TLS, or should: what is said of each, that it is asked again, and that nothing is lost.
import https from 'node:https';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { issueCertificates, type TestCertificates } from '../platform/testkit/certificates.ts';
import { issueAuthority, issueServer } from '../server/auth/tls/issue.ts';
import { startFakeBroker } from './kafka/testkit.ts';
import { type ForwardKit, startForwardKit } from './testkit.ts';

let kit: ForwardKit;
let certificates: TestCertificates;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  kit = await startForwardKit();
  certificates = await issueCertificates();
});
afterEach(async () => {
  await kit.close();
  for (const close of closing.splice(0)) await close();
});

interface Receiver {
  readonly port: number;
  /** What it was sent, as text. */
  readonly received: () => string;
}

type TlsOptions = Pick<https.ServerOptions, 'cert' | 'key' | 'ca' | 'requestCert'>;

/** A server that takes anything; with TLS where certificates are given. */
async function listen(options?: TlsOptions): Promise<Receiver & { readonly use: (other: TlsOptions) => void }> {
  let text = '';
  const take: http.RequestListener = (request, response) => {
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => response.end());
  };
  const secure = options ? https.createServer(options, take) : undefined;
  const server = secure ?? http.createServer(take);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { port, received: () => text, use: (other) => secure?.setSecureContext(other) };
}

const pem = (name: string, text: string): string => `${name}: |\n${text.trim().replaceAll(/^/gm, '  ')}\n`;
const webhook = (url: string, ...more: string[]): string =>
  `kind: Destination\nname: siem\ntype: webhook\nurl: ${url}\n${more.join('')}`;
const failure = () => kit.forwarding.failures().get('siem');
const receive = (): void => {
  for (const id of ['a', 'b', 'c']) kit.receive({ id });
};

/** Waits until it has failed more than once, and says why. */
async function failsWith(reason: string): Promise<void> {
  const retries = async (): Promise<number> => {
    const calls = await kit.registry.metrics();
    return Number(/whodunit_forward_calls_total\{destination="siem",outcome="retry"\} (\d+)/.exec(calls)?.[1] ?? 0);
  };
  await kit.until(async () => (await retries()) >= 2 && failure()?.answer.includes(reason) === true, 1000);
  expect(failure()?.isStopped).toBe(false);
}

async function allIsSent(received: () => string): Promise<void> {
  await kit.until(async () => (await kit.forwarding.list())[0]?.sent === 3, 1000);
  for (const id of ['a', 'b', 'c']) expect(received().split(`"auditID":"${id}"`)).toHaveLength(2);
  expect(await kit.forwarding.list()).toMatchObject([{ rejected: 0, lost: 0, failure: undefined }]);
}

test('an authority of one’s own vouches for it, and it wants a certificate', async () => {
  const { ca, server, client } = certificates;
  const receiver = await listen({ ...server, ca, requestCert: true });
  const url = `https://127.0.0.1:${receiver.port}`;
  await kit.apply(webhook(url, pem('ca', ca)));
  receive();
  await failsWith('it wants a certificate');
  expect(receiver.received()).toBe('');
  await kit.apply(webhook(url, pem('ca', ca), pem('certificate', client.cert), pem('privateKey', client.key)));
  await allIsSent(receiver.received);
  expect(JSON.stringify(await kit.forwarding.list())).not.toContain('PRIVATE KEY');
});

test('nobody vouches for it, until its authority is named', async () => {
  const receiver = await listen(certificates.server);
  const url = `https://127.0.0.1:${receiver.port}`;
  await kit.apply(webhook(url));
  receive();
  await failsWith('nobody who is trusted vouches for its certificate');
  await kit.apply(webhook(url, pem('ca', certificates.ca)));
  await allIsSent(receiver.received);
});

test('its certificate expires, and is replaced', async () => {
  const authority = await issueAuthority(Date.now());
  const issuedAt = async (now: number): Promise<TlsOptions> => {
    const { certificate: cert, key } = await issueServer(authority, ['127.0.0.1'], now);
    return { cert, key };
  };
  const receiver = await listen(await issuedAt(Date.now() - 1000 * 86_400_000));
  await kit.apply(webhook(`https://127.0.0.1:${receiver.port}`, pem('ca', authority.certificate)));
  receive();
  await failsWith('its certificate has expired');
  receiver.use(await issuedAt(Date.now()));
  await allIsSent(receiver.received);
});

test('its certificate is of another name', async () => {
  const authority = await issueAuthority(Date.now());
  const issuedTo = async (host: string): Promise<TlsOptions> => {
    const { certificate: cert, key } = await issueServer(authority, [host], Date.now());
    return { cert, key };
  };
  const receiver = await listen(await issuedTo('other.example'));
  await kit.apply(webhook(`https://127.0.0.1:${receiver.port}`, pem('ca', authority.certificate)));
  receive();
  await failsWith('its certificate is of another name');
  receiver.use(await issuedTo('127.0.0.1'));
  await allIsSent(receiver.received);
});

test('it speaks TLS, and the address says http', async () => {
  const receiver = await listen(certificates.server);
  await kit.apply(webhook(`http://127.0.0.1:${receiver.port}`));
  receive();
  await failsWith('it cut the connection');
  await kit.apply(webhook(`https://127.0.0.1:${receiver.port}`, pem('ca', certificates.ca)));
  await allIsSent(receiver.received);
});

test('it speaks no TLS, and the address says https', async () => {
  const receiver = await listen();
  await kit.apply(webhook(`https://127.0.0.1:${receiver.port}`));
  receive();
  await failsWith('it does not speak TLS');
  await kit.apply(webhook(`http://127.0.0.1:${receiver.port}`));
  await allIsSent(receiver.received);
});

test('a broker of Kafka shows a certificate for which nobody vouches, until its authority is named', async () => {
  const { ca, server, client } = certificates;
  await using broker = await startFakeBroker({ tls: { ...server, ca, requestCert: true } });
  const bus = (...more: string[]): string =>
    `kind: Destination\nname: siem\ntype: kafka\ntopic: audit\nurls: ['${broker.url}']\n${more.join('')}`;
  await kit.apply(bus());
  receive();
  await failsWith('nobody who is trusted vouches for its certificate');
  await kit.apply(bus(pem('ca', ca), pem('certificate', client.cert), pem('privateKey', client.key)));
  await allIsSent(() => broker.records.map(({ value }) => value.toString()).join('\n'));
});

test('a syslog server shows a certificate for which nobody vouches, until its authority is named', async () => {
  const { ca, server, client } = certificates;
  let text = '';
  const listening = createTlsServer({ ...server, ca, requestCert: true, rejectUnauthorized: true });
  listening
    .on('tlsClientError', () => undefined)
    .on('secureConnection', (socket: TLSSocket) => {
      socket
        .on('error', () => undefined)
        .setEncoding('utf8')
        .on('data', (chunk: string) => (text += chunk));
    });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  closing.push(() => new Promise((resolve) => listening.close(resolve)));
  const url = `tls://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const syslog = (...more: string[]): string =>
    `kind: Destination\nname: siem\ntype: syslog\nurl: ${url}\n${more.join('')}`;
  await kit.apply(syslog());
  receive();
  await failsWith('nobody who is trusted vouches for its certificate');
  // It answers nothing, and it closes after it was written to: that is not as if it had read to the end.
  await kit.apply(syslog(pem('ca', ca)));
  await failsWith('it wants a certificate');
  expect(await kit.forwarding.list()).toMatchObject([{ sent: 0 }]);
  await kit.apply(syslog(pem('ca', ca), pem('certificate', client.cert), pem('privateKey', client.key)));
  await allIsSent(() => text);
});
