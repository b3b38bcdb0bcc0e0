import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from 'vitest';
import { issueAuthority, issueServer } from '../../server/auth/tls/issue.ts';
import { syslog } from './syslog.ts';
import { hostileMessage, largeMessage, sendThrough, testMessage } from './testkit.ts';

interface Peer extends AsyncDisposable {
  readonly port: number;
  /** What came over one connection, whole: resolves when the other side has ended it. */
  readonly next: () => Promise<string>;
}

async function startPeer(server: Server): Promise<Peer> {
  const waiting: ((text: string) => void)[] = [];
  const came: string[] = [];
  const sockets: Socket[] = [];
  server.on('setSecureContext' in server ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.push(socket);
    const chunks: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const take = waiting.shift();
      if (take) take(text);
      else came.push(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    next: async () => came.shift() ?? new Promise((resolve) => waiting.push(resolve)),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Entry {
  readonly priority: number;
  readonly timestamp: string;
  readonly hostname: string;
  readonly app: string;
  readonly messageId: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Reads octet-counted frames of RFC 5424, and fails on whatever its grammar does not allow. */
function readFrames(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    const [, digits = ''] = /^([1-9]\d*) /.exec(rest.toString('latin1')) ?? [];
    const start = digits.length + 1;
    const end = start + Number(digits);
    expect(digits).not.toBe('');
    expect(rest.length).toBeGreaterThanOrEqual(end);
    entries.push(readEntry(rest.subarray(start, end).toString('utf8')));
    rest = rest.subarray(end);
  }
  return entries;
}

const head =
  /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z) ([!-~]{1,255}) ([!-~]{1,48}) - ([!-~]{1,32}) \[([^ =\]"]{1,32})/;
const parameter = / ([!#-<>-\\^-~]{1,32})="((?:[^"\\\]]|\\["\\\]])*)"/y;

function readEntry(line: string): Entry {
  const found = head.exec(line);
  expect(found, line).not.toBeNull();
  const [whole = '', priority = '', timestamp = '', hostname = '', app = '', messageId = '', id = ''] = found ?? [];
  expect(id).toBe('whodunit@32473');
  const parameters: Record<string, string> = {};
  parameter.lastIndex = whole.length;
  let at = whole.length;
  for (let next = parameter.exec(line); next; next = parameter.exec(line)) {
    parameters[next[1] ?? ''] = (next[2] ?? '').replaceAll(/\\(["\\\]])/g, '$1');
    at = parameter.lastIndex;
  }
  expect(line.slice(at, at + 3)).toBe('] \uFEFF');
  return { priority: Number(priority), timestamp, hostname, app, messageId, parameters, text: line.slice(at + 3) };
}

const now = Date.parse('2026-11-29T07:10:00.250Z');

test('a message is one frame over TCP', async () => {
  await using peer = await startPeer(createServer());
  const settings = { url: `tcp://127.0.0.1:${peer.port}`, hostname: 'audit-1' };
  const [outcome, text] = await Promise.all([
    sendThrough(syslog, { settings, now, key: 'k1', message: testMessage({ language: 'zh-CN' }) }),
    peer.next(),
  ]);
  expect(outcome).toEqual({ kind: 'delivered', answer: '' });
  expect(readFrames(text)).toEqual([
    {
      priority: 13 * 8 + 3,
      timestamp: '2026-11-29T07:10:00.250Z',
      hostname: 'audit-1',
      app: 'whodunit',
      messageId: 'ALERT',
      parameters: {
        rule: 'exec-in-container',
        cluster: 'prod',
        problem: 'exec-in-container/abc/1',
        severity: 'high',
        key: 'k1',
      },
      text: '[高] Shell opened in web-1 | alice ran a command. | In the container app. | User: alice | Command: sh -c id | https://whodunit.example/explore?query=a%20b&from=1',
    },
  ]);
});

test('what attackers write begins no frame, no line and no parameter', async () => {
  await using peer = await startPeer(createServer());
  const settings = { url: `tcp://127.0.0.1:${peer.port}` };
  const labels = { ...hostileMessage.labels, key: 'forged', 'a]="b': '"] <13>1 - - - - - - forged\\' };
  const [, text] = await Promise.all([
    sendThrough(syslog, { settings, now, key: 'k1', message: { ...hostileMessage, labels } }),
    peer.next(),
  ]);
  const [entry, ...others] = readFrames(text);
  expect(others).toEqual([]);
  expect(entry?.parameters).toMatchObject({ key: 'k1', a___b: '"] <13>1 - - - - - - forged\\' });
  expect(text).not.toMatch(/[\n\r\u202e]/);
});

test('a large message is cut to what servers are bound to take', async () => {
  await using peer = await startPeer(createServer());
  const settings = { url: `tcp://127.0.0.1:${peer.port}` };
  const [, text] = await Promise.all([sendThrough(syslog, { settings, message: largeMessage }), peer.next()]);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8192 + 5);
  expect(readFrames(text)[0]?.text).toContain('Shell opened in web-1');
});

test('TLS trusts the authority that is given, and nobody else', async () => {
  const authority = await issueAuthority(Date.now());
  const { certificate: cert, key } = await issueServer(authority, ['127.0.0.1'], Date.now());
  await using peer = await startPeer(createTlsServer({ cert, key }));
  const settings = { url: `tls://127.0.0.1:${peer.port}`, ca: authority.certificate };
  const [outcome, text] = await Promise.all([sendThrough(syslog, { settings, now }), peer.next()]);
  expect(outcome.kind).toBe('delivered');
  expect(readFrames(text)).toHaveLength(1);
  await expect(sendThrough(syslog, { settings: { url: settings.url } })).rejects.toMatchObject({
    code: 'destination-unreachable',
  });
});

test('a server that keeps the connection open is not waited for; one that is gone, or is not to be called, is told', async () => {
  const open = createServer({ allowHalfOpen: true }, (socket) => socket.resume());
  await using peer = await startPeer(open);
  const settings = { url: `tcp://127.0.0.1:${peer.port}` };
  expect(await sendThrough(syslog, { settings })).toMatchObject({ kind: 'delivered' });
  await expect(sendThrough(syslog, { settings, isGuarded: true })).rejects.toMatchObject({
    code: 'destination-refused',
  });
  const gone = await startPeer(createServer());
  const { port } = gone;
  await gone[Symbol.asyncDispose]();
  await expect(sendThrough(syslog, { settings: { url: `tcp://127.0.0.1:${port}` } })).rejects.toMatchObject({
    code: 'destination-unreachable',
  });
});

test.each(['udp://127.0.0.1:514', 'tcp://127.0.0.1', 'http://127.0.0.1:514', '127.0.0.1:514'])(
  '%s is no address of one',
  (url) => {
    expect(syslog.settings.safeParse({ url }).success).toBe(false);
  },
);
