import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createLogger } from '../platform/index.ts';
import { startEngine } from './health.ts';

test('an engine that takes connections and does not answer is asked whether it is there, and given nothing to do', async () => {
  const asked = Promise.withResolvers<string>();
  const server = createServer((socket) => socket.once('data', (head) => asked.resolve(head.toString('latin1'))));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let prepared = 0;
  const engine = startEngine({
    data: '/nowhere',
    clickhouseUrl: `http://127.0.0.1:${port}`,
    prepare: async (preparing) => {
      prepared += 1;
      await preparing.command('SELECT 1');
    },
    logger: createLogger('silent'),
  });
  try {
    expect(await asked.promise).toMatch(/^GET \/ping /);
    expect(prepared).toBe(0);
    expect(engine.isReady()).toBe(false);
  } finally {
    await engine.close();
    server.close();
  }
});
