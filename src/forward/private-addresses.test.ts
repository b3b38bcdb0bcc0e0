// Whatever the type of a destination is, it calls no private address that the operator has not allowed.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ForwardKit, startForwardKit } from './testkit.ts';
import { destinationTypes } from './types/registry.ts';

let kit: ForwardKit;
let server: Server;
let connections = 0;
beforeEach(async () => {
  kit = await startForwardKit({}, { environment: {} });
  connections = 0;
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  await kit.close();
  server.close();
});

/** What each type is told besides its name: where a server of this machine listens. */
const members: Readonly<Record<string, (host: string) => string>> = {
  elasticsearch: (host) => `url: http://${host}`,
  kafka: (host) => `urls: ['tcp://${host}']\ntopic: audit`,
  'kubernetes-audit': (host) => `url: http://${host}`,
  loki: (host) => `url: http://${host}`,
  otlp: (host) => `url: http://${host}`,
  s3: (host) => `url: http://${host}\nbucket: archive\naccessKeyId: a\nsecretAccessKey: b\nseconds: 0`,
  sls: (host) => `url: http://${host}\nregion: cn-hangzhou\nlogstore: audit\naccessKeyId: a\naccessKeySecret: b`,
  splunk: (host) => `url: http://${host}\ntoken: t`,
  syslog: (host) => `url: tcp://${host}`,
  victorialogs: (host) => `url: http://${host}`,
  webhook: (host) => `url: http://${host}`,
};

test.each(destinationTypes.map(({ type }) => type))(
  'a destination of the type %s is not called there, nor by a name that leads there',
  async (type) => {
    const { port } = server.address() as AddressInfo;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]']) {
      await kit.apply(`kind: Destination\nname: one\ntype: ${type}\n${members[type]?.(`${host}:${port}`) ?? ''}`);
      const outcome = await kit.forwarding.test('one');
      expect(outcome).toMatchObject({
        kind: 'stopped',
        answer: expect.stringContaining('WHODUNIT_ALLOW_PRIVATE_DESTINATIONS'),
      });
      await kit.forwarding.delete('one');
    }
    expect(connections).toBe(0);
  },
);
