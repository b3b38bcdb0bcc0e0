import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createAddressGuard, type AddressGuard } from './address-guard.ts';
import { createHttpClient, type HttpClientOptions } from './http-client.ts';
import { issueCertificates } from '../testkit/certificates.ts';

const servers: (http.Server | https.Server)[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: http.Server | https.Server, host = '127.0.0.1'): Promise<number> {
  servers.push(server);
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function serve(handler: http.RequestListener): Promise<number> {
  return listen(http.createServer(handler));
}

function guardOf(...networks: string[]): AddressGuard {
  const guard = createAddressGuard(networks);
  if ('notANetwork' in guard) throw new Error(guard.notANetwork);
  return guard;
}

function clientOf(options: Partial<HttpClientOptions> = {}) {
  return createHttpClient({ guard: guardOf('127.0.0.0/8'), ...options });
}

const refused = { code: 'destination-refused', retryable: false };
const unreachable = { code: 'destination-unreachable', retryable: true };

test('a call arrives, and its answer comes back, whatever its status', async () => {
  const port = await serve((request, response) => {
    request.setEncoding('utf8').on('data', (body) => {
      response.writeHead(418, { 'x-answer': '1' });
      response.end(`${request.method} ${request.url} ${String(request.headers['x-sent'])} ${body}`);
    });
  });
  const url = `http://127.0.0.1:${port}/hook?a=b`;
  const answer = await clientOf().send({ method: 'POST', url, headers: { 'x-sent': 'y' }, body: 'hello' });
  expect(answer).toMatchObject({ status: 418, headers: { 'x-answer': '1' } });
  expect(answer.body.toString()).toBe('POST /hook?a=b y hello');
});

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '127.9.9.9',
    '10.0.0.1',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001::1',
    'nowhere',
    '',
  ])('%s is not of the internet', (address) => {
    expect(guardOf().allows(address)).toBe(false);
  });

  test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])('%s is', (address) => {
    expect(guardOf().allows(address)).toBe(true);
  });

  test('what is listed is allowed, and nothing beside it', () => {
    const guard = guardOf('10.1.0.0/16', 'fc00::/7', '192.168.7.7');
    const allowed = ['10.1.2.3', 'fd00::9', '192.168.7.7', '10.2.0.1', '192.168.7.8', '::1'].map((address) =>
      guard.allows(address),
    );
    expect(allowed).toEqual([true, true, true, false, false, false]);
  });

  test.each(['10.0.0.0/33', 'example.com', '10.0.0/8', '::1/129', ''])('"%s" is no network', (network) => {
    expect(createAddressGuard([network])).toEqual({ notANetwork: network });
  });

  test('an address that stands in the URL, in any of its spellings, is refused before anything is sent', async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    const client = clientOf({ guard: guardOf() });
    for (const host of ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]'])
      await expect(client.send({ method: 'GET', url: `http://${host}:${port}/` })).rejects.toMatchObject(refused);
    expect(asked).toBe(0);
  });

  test('a name is refused by what it stands for, also where it stands for something else the next time', async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    const answers = ['203.0.113.7', '127.0.0.1'];
    const looked: string[] = [];
    const resolve = async (host: string) => {
      looked.push(host);
      return [{ address: answers.shift() ?? '127.0.0.1', family: 4 }];
    };
    const client = clientOf({ guard: guardOf('203.0.113.0/24'), resolve, limits: { connectMs: 200 } });
    const send = () => client.send({ method: 'GET', url: `http://rebinding.example:${port}/` });
    // The first address is connected to, and looked up once: there is nobody.
    await expect(send()).rejects.toMatchObject(unreachable);
    expect(looked).toEqual(['rebinding.example']);
    await expect(send()).rejects.toMatchObject(refused);
    expect(asked).toBe(0);
  });

  test('of several addresses only those that are allowed are tried', async () => {
    const port = await serve((_, response) => response.end('here'));
    const resolve = async () => [
      { address: '::1', family: 6 },
      { address: '10.0.0.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    const answer = await clientOf({ resolve }).send({ method: 'GET', url: `http://many.example:${port}/` });
    expect(answer.body.toString()).toBe('here');
  });
});

test.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'no url', 'http://user:word@127.0.0.1/'])(
  '%s is not called',
  async (url) => {
    await expect(clientOf().send({ method: 'GET', url })).rejects.toMatchObject(refused);
  },
);

test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed, wherever it leads', async (status) => {
  let asked = 0;
  const port = await serve((_, response) => {
    asked += 1;
    response.writeHead(status, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
  });
  await expect(clientOf().send({ method: 'POST', url: `http://127.0.0.1:${port}/` })).rejects.toMatchObject(refused);
  expect(asked).toBe(1);
});

describe('limits', () => {
  test('an answer of more bytes is cut off, however it is sent', async () => {
    let sent = 0;
    const port = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on('drain', more);
      more();
    });
    const client = clientOf({ limits: { answerBytes: 100_000 } });
    await expect(client.send({ method: 'GET', url: `http://127.0.0.1:${port}/` })).rejects.toMatchObject(refused);
    expect(sent).toBeLessThan(64 << 20);
    const cut = await client.send({ method: 'GET', url: `http://127.0.0.1:${port}/`, whenLonger: 'cut' });
    expect([cut.status, cut.body.length]).toEqual([200, 100_000]);
  });

  test('a compressed answer is given as it is: nobody inflates it', async () => {
    const bomb = gzipSync(Buffer.alloc(50 << 20));
    let asked: string | undefined;
    const port = await serve((request, response) => {
      asked = request.headers['accept-encoding'];
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const { body } = await clientOf().send({ method: 'GET', url: `http://127.0.0.1:${port}/` });
    expect(body).toEqual(bomb);
    expect(asked).toBe('identity');
  });

  test.each([
    ['that does not begin', { headersMs: 100 }, () => undefined],
    ['that does not end', { totalMs: 100 }, (response: http.ServerResponse) => response.write('a')],
  ] as const)('an answer %s is not waited for', async (_, limits, begin) => {
    const port = await serve((_request, response) => void begin(response));
    const sending = clientOf({ limits }).send({ method: 'GET', url: `http://127.0.0.1:${port}/` });
    await expect(sending).rejects.toMatchObject(unreachable);
  });

  test('who gives up gets their reason, and the connection is closed', async () => {
    const closed = Promise.withResolvers<void>();
    const port = await serve((request) => request.socket.once('close', () => closed.resolve()));
    const stopping = new AbortController();
    const sending = clientOf().send({ method: 'GET', url: `http://127.0.0.1:${port}/`, signal: stopping.signal });
    setTimeout(() => stopping.abort(new Error('enough')), 50);
    await expect(sending).rejects.toThrow('enough');
    await closed.promise;
  });
});

test('nobody who listens, and a connection that is cut, may pass; no URL is told', async () => {
  const port = await serve((request) => request.socket.destroy());
  const url = `http://127.0.0.1:${port}/hook?access_token=SECRET`;
  const failure: unknown = await clientOf()
    .send({ method: 'POST', url })
    .catch((error: unknown) => error);
  expect(failure).toMatchObject(unreachable);
  expect(String(failure)).not.toContain('SECRET');
});

test('TLS takes the authority that is given, shows the certificate that is given, and trusts nobody else', async () => {
  const { ca, server, client } = await issueCertificates();
  const listening = https.createServer({ ...server, ca, requestCert: true }, (_, response) => response.end('sealed'));
  const port = await listen(listening);
  const send = (tls?: { ca?: string; cert?: string; key?: string }) =>
    clientOf().send({ method: 'GET', url: `https://127.0.0.1:${port}/`, ...(tls ? { tls } : {}) });
  expect((await send({ ca, ...client })).body.toString()).toBe('sealed');
  await expect(send({ ca })).rejects.toMatchObject(unreachable);
  await expect(send()).rejects.toMatchObject(unreachable);
});
