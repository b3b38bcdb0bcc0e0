import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { issueAuthority, issueServer } from '../../server/auth/tls/issue.ts';
import { createAddressGuard } from './address-guard.ts';
import { createConnector, type ConnectorOptions } from './connector.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function connectorOf(networks: readonly string[], options: Partial<ConnectorOptions> = {}) {
  const guard = createAddressGuard(networks);
  if ('notANetwork' in guard) throw new Error(guard.notANetwork);
  const connector = createConnector({ guard, ...options });
  return {
    connect: async (...given: Parameters<typeof connector.connect>) => {
      const socket = await connector.connect(...given);
      sockets.push(socket);
      return socket;
    },
  };
}

const refused = { code: 'destination-refused' };
const unreachable = { code: 'destination-unreachable' };

test('what is connected to is told what is written', async () => {
  const port = await listen(createServer((socket) => socket.pipe(socket)));
  const socket = await connectorOf(['127.0.0.0/8']).connect({ host: '127.0.0.1', port });
  socket.write('hello');
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  expect(chunk.toString()).toBe('hello');
});

test('an address that is not of the internet is refused before anything is sent, also where a name stands for it', async () => {
  let connected = 0;
  const port = await listen(createServer(() => (connected += 1)));
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
  for (const host of ['127.0.0.1', '[::1]', '::ffff:127.0.0.1', 'rebinding.example'])
    await expect(connectorOf([], { resolve }).connect({ host, port })).rejects.toMatchObject(refused);
  expect(connected).toBe(0);
});

test('nobody who listens may pass, nor who never finishes TLS', async () => {
  const free = await listen(createServer());
  servers.pop()?.close();
  const { connect } = connectorOf(['127.0.0.0/8'], { connectMs: 200 });
  await expect(connect({ host: '127.0.0.1', port: free })).rejects.toMatchObject(unreachable);
  const silent = await listen(createServer());
  await expect(connect({ host: '127.0.0.1', port: silent, tls: {} })).rejects.toMatchObject(unreachable);
});

test('who gives up gets their reason', async () => {
  const silent = await listen(createServer());
  const stopping = new AbortController();
  const connecting = connectorOf(['127.0.0.0/8']).connect({
    host: '127.0.0.1',
    port: silent,
    tls: {},
    signal: stopping.signal,
  });
  setTimeout(() => stopping.abort(new Error('enough')), 20);
  await expect(connecting).rejects.toThrow('enough');
});

test('TLS takes the authority that is given, for the name that is called, and trusts nobody else', async () => {
  const authority = await issueAuthority(Date.now());
  const { certificate: cert, key } = await issueServer(authority, ['syslog.example'], Date.now());
  const port = await listen(
    createTlsServer({ cert, key }, (socket) => socket.on('error', () => undefined).pipe(socket)),
  );
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
  const { connect } = connectorOf(['127.0.0.0/8'], { resolve });
  const tls = { ca: authority.certificate };
  const socket = await connect({ host: 'syslog.example', port, tls });
  socket.write('sealed');
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  expect(chunk.toString()).toBe('sealed');
  await expect(connect({ host: 'other.example', port, tls })).rejects.toMatchObject(unreachable);
  await expect(connect({ host: 'syslog.example', port, tls: {} })).rejects.toMatchObject(unreachable);
});
