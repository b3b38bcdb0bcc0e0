import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ended } from './run-cli.ts';
import { type RunningServer, startServer } from './running-server.ts';

const recorded = path.resolve(import.meta.dirname, '../fixtures/recorded');
const ackFiles = ['kubernetes-2026-11-20T18-06-33.126.audit.gz', 'kubernetes.audit'].map((name) =>
  path.join(recorded, 'ack-v1', name),
);
const modern = path.join(recorded, 'modern-v1.36');
const modernFiles = [
  'kubernetes-2026-11-21T07-46-44.035.audit.gz',
  'kubernetes-2026-11-21T07-47-01.380.audit.gz',
  'kubernetes.audit',
].map((name) => path.join(modern, name));

let server: RunningServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'whodunit-import-'));
  server = await startServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function addCluster(name: string): Promise<string> {
  const { stdout, status } = await server.cli('cluster', 'add', name);
  expect(status).toBe(0);
  return String(JSON.parse(stdout).ingestToken);
}

function summary(read: number, stored: number, duplicates: number, completed = 0, rejected = 0): string {
  return `${JSON.stringify({ read, stored, duplicates, completed, rejected })}\n`;
}

async function post(cluster: string, token: string, body: Uint8Array<ArrayBuffer>): Promise<Record<string, number>> {
  const response = await server.fetch(`/ingest/v1/clusters/${cluster}/audit?wait=stored`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, number>;
}

function expectEnd(ended: Ended, status: number, stdout: string, stderr: RegExp = /^$/): void {
  expect(ended.stderr).toMatch(stderr);
  expect(ended.stdout).toBe(stdout);
  expect(ended.status).toBe(status);
}

describe('what kube-apiserver recorded', () => {
  test('log files, plain and packed, are counted once', async () => {
    await addCluster('ack');
    expectEnd(await server.cli('import', '--cluster', 'ack', ...ackFiles), 0, summary(4369, 4369, 0));
    expectEnd(await server.cli('import', '--cluster', 'ack', ...ackFiles), 0, summary(4369, 0, 4369));
  });

  test('what the webhook brings after the log is there already, as v1beta1 too', async () => {
    const token = await addCluster('registered');
    const log = path.join(recorded, 'registered-v1beta1', 'kubernetes.audit.gz');
    expectEnd(await server.cli('import', '--cluster', 'registered', log), 0, summary(2966, 2966, 0));
    let duplicates = 0;
    for (let index = 0; index < 12; index += 1) {
      const name = `${String(index).padStart(4, '0')}.json`;
      const body = readFileSync(path.join(recorded, 'registered-v1beta1', 'webhook', name));
      const answer = await post('registered', token, new Uint8Array(body));
      expect(answer).toMatchObject({ stored: 0, completed: 0, rejected: 0 });
      duplicates += answer['duplicates'] ?? 0;
    }
    expect(duplicates).toBe(1096);
  });

  test('the log completes what the webhook had truncated', async () => {
    const token = await addCluster('modern');
    let stored = 0;
    for (let index = 1; index <= 9; index += 1) {
      const packed = readFileSync(path.join(modern, 'webhook', `${String(index).padStart(5, '0')}.json.gz`));
      stored += (await post('modern', token, new Uint8Array(gunzipSync(packed))))['stored'] ?? 0;
    }
    expect(stored).toBe(2863);
    const range = ['--from', '2026-11-21T07:45:00Z', '--to', '2026-11-21T07:50:00Z', '--cluster', 'modern', '--json'];
    const truncated = async (): Promise<number> => {
      const { stdout } = await server.cli('query', 'annotations.audit.k8s.io/truncated: true', ...range);
      return Number(JSON.parse(stdout).total);
    };
    expect(await truncated()).toBe(36);
    expectEnd(await server.cli('import', '--cluster', 'modern', ...modernFiles), 0, summary(2903, 40, 2827, 36));
    expect(await truncated()).toBe(0);
  });
});

describe('forms of input', () => {
  test('standard input, packed and plain', async () => {
    await addCluster('stdin');
    const text = `${lines().join('\n')}\n`;
    expectEnd(await server.cliWithInput(text, 'import', '--cluster', 'stdin', '-'), 0, summary(300, 300, 0));
    const packed = gzipSync(text);
    expectEnd(await server.cliWithInput(packed, 'import', '--cluster', 'stdin', '-'), 0, summary(300, 0, 300));
  });

  test('an EventList and an array, larger than a body and spread over lines, hold the same events', async () => {
    await addCluster('lists');
    // A dozen times the same events: more than 8 MB.
    const events = Array.from({ length: 12 }, () => lines().map((line): unknown => JSON.parse(line))).flat();
    const list = path.join(folder, 'list.json');
    const items = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: events };
    writeFileSync(list, JSON.stringify(items, undefined, 1));
    const array = path.join(folder, 'array.json');
    writeFileSync(array, JSON.stringify(events));
    const once = events.length;
    expectEnd(await server.cli('import', '--cluster', 'lists', list), 0, summary(once, 300, once - 300));
    expectEnd(await server.cli('import', '--cluster', 'lists', array), 0, summary(once, 0, once));
  });

  test('what cannot be read is rejected and the rest is stored', async () => {
    await addCluster('odd');
    const file = path.join(folder, 'odd.audit');
    const [first = '', second = '', third = ''] = lines();
    writeFileSync(file, [first, '{"kind":"Event","auditID":"torn', second, '{"kind":0}', third].join('\n'));
    expectEnd(
      await server.cli('import', '--cluster', 'odd', file),
      1,
      summary(5, 3, 0, 0, 2),
      /2 of 5 cannot be read[^]*1 no JSON, or damaged \(not-json\); the first on line 2 of .*odd\.audit:\n +"\{[^]*1 of another kind .*line 4/,
    );
  });

  test('zstd is unpacked like gzip', async () => {
    await addCluster('zstd');
    const file = path.join(folder, 'some.audit.zst');
    writeFileSync(file, zstdCompressSync(`${lines().slice(0, 50).join('\n')}\n`));
    expectEnd(await server.cli('import', '--cluster', 'zstd', file), 0, summary(50, 50, 0));
  });

  test('lines of another program cost themselves, and are named', async () => {
    await addCluster('mixed');
    const file = path.join(folder, 'mixed.audit');
    const [first = '', second = '', third = ''] = lines();
    const klog = 'E1128 20:10:00.000000       1 watcher.go:1] "bad \u001b[31m"';
    writeFileSync(file, [first, klog, klog, klog, second, third].join('\n'));
    expectEnd(
      await server.cli('import', '--cluster', 'mixed', file),
      1,
      summary(6, 3, 0, 0, 3),
      /3 no JSON, or damaged[^]*line 2 of [^]*"E1128 20:10:00[ -~]*\n +it looks like [^]*klog/,
    );
  });

  test('a file with no event in it is wrong input', async () => {
    await addCluster('text');
    const file = path.join(folder, 'text.txt');
    writeFileSync(file, 'this is no audit log\n');
    const ended = await server.cli('import', '--cluster', 'text', file);
    expectEnd(ended, 1, summary(1, 0, 0, 0, 1), /cannot be read/);
    const empty = path.join(folder, 'empty.txt');
    writeFileSync(empty, '');
    expectEnd(await server.cli('import', '--cluster', 'text', empty), 0, summary(0, 0, 0));
  });

  test('of a packed file that breaks off, what can be unpacked is stored', async () => {
    await addCluster('torn');
    const file = path.join(folder, 'torn.audit.gz');
    const packed = gzipSync(`${lines().join('\n')}\n`);
    writeFileSync(file, packed.subarray(0, packed.length - 200));
    const whole = path.join(folder, 'whole.audit');
    writeFileSync(whole, lines().slice(0, 3).join('\n'));
    const { status, stdout, stderr } = await server.cli('import', '--cluster', 'torn', file, whole);
    expect(status).toBe(1);
    // Half an event is rejected; the other file is read all the same.
    expect(stdout).toMatch(/^{"read":(\d{2,}),"stored":\d{2,},"duplicates":3,"completed":0,"rejected":1}\n$/);
    const at = packed.length - 200;
    expect(stderr).toContain(`torn.audit.gz" (gzip) beyond byte ${at}: unexpected end of file; what could be unpacked`);
  });
});

describe('what cannot be done', () => {
  test('an unknown cluster is wrong input', async () => {
    for (const name of ['nobody', '..', 'a/b'])
      expectEnd(await server.cli('import', '--cluster', name, ...ackFiles), 1, '', /cannot find cluster/);
  });

  test('a disabled cluster is wrong input', async () => {
    await addCluster('asleep');
    await server.cli('cluster', 'disable', 'asleep');
    expectEnd(await server.cli('import', '--cluster', 'asleep', ...ackFiles), 1, '', /disabled/);
  });

  test('a file that cannot be read leaves everything as it was', async () => {
    await addCluster('whole');
    const missing = path.join(folder, 'missing.audit');
    expectEnd(
      await server.cli('import', '--cluster', 'whole', ...ackFiles, missing),
      3,
      '',
      /cannot read .*missing.audit": no such file/,
    );
    expectEnd(await server.cli('import', '--cluster', 'whole', folder), 3, '', /it is a directory/);
    expectEnd(await server.cli('import', '--cluster', 'whole', ...ackFiles), 0, summary(4369, 4369, 0));
  });

  test('a server that is not there, a wrong token, a missing option', async () => {
    const away = await server.cli('import', '--cluster', 'ack', ...ackFiles, '--server', 'http://127.0.0.1:9');
    expect(away.status).toBe(3);
    const stranger = await server.cli('import', '--cluster', 'ack', ...ackFiles, '--token', 'wrong');
    expect(stranger.status).toBe(1);
    expect((await server.cli('import', ...ackFiles)).status).toBe(2);
  });
});

describe('a connection that breaks', () => {
  test('a body that is sent again is counted once', async () => {
    await addCluster('unlucky');
    const { url, proxy } = await startCuttingProxy(2);
    const ended = await server.cli('import', '--cluster', 'unlucky', ...ackFiles, '--server', url);
    proxy.closeAllConnections();
    proxy.close();
    expectEnd(ended, 0, summary(4369, 4369, 0), /trying again/);
  });

  test('a server that dies and comes back loses and doubles nothing', async () => {
    await addCluster('reborn');
    const importing = server.cli('import', '--cluster', 'reborn', ...ackFiles, ...ackFiles, ...ackFiles);
    for (let events = 0; events === 0; await sleep(20)) {
      const { items } = JSON.parse((await server.cli('cluster', 'list')).stdout);
      events = Number(items.find((item: { name: string }) => item.name === 'reborn').events);
    }
    await server.killAndRestart();
    expectEnd(await importing, 0, summary(3 * 4369, 4369, 2 * 4369), /trying again/);
  });
});

function lines(): readonly string[] {
  return readFileSync(ackFiles[1] ?? '', 'utf8')
    .trim()
    .split('\n')
    .slice(0, 300);
}

/** Passes everything on, but cuts off the answers to the first bodies after the server has given them. */
function startCuttingProxy(cuts: number): Promise<{ readonly url: string; readonly proxy: Server }> {
  let left = cuts;
  const target = new URL(server.url);
  const proxy = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const onward = request({ host: target.hostname, port: target.port, method, path: url, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        if (method === 'POST' && left-- > 0) return outgoing.destroy();
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        return outgoing.end(Buffer.concat(chunks));
      });
    });
    incoming.pipe(onward);
  });
  return new Promise((resolve) => {
    proxy.listen(0, '127.0.0.1', () => {
      const address = proxy.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ url: `http://127.0.0.1:${port}`, proxy });
    });
  });
}
