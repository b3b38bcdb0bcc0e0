import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fullEvent, wrapperSamples } from '../../src/formats/testkit/samples.ts';
import { runCli } from './run-cli.ts';
import { type RunningServer, startServer } from './running-server.ts';

const packed = path.resolve(import.meta.dirname, '../fixtures/packed');
const range = { from: '2026-11-28T00:00:00Z', to: '2026-11-29T00:00:00Z' };

let server: RunningServer;
let folder: string;
let policy: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'whodunit-wrappers-'));
  policy = file('policy.yaml', 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Metadata }]\n');
  server = await startServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

let names = 0;
function file(name: string, content: string | Buffer): string {
  const at = path.join(folder, `${(names += 1)}-${name}`);
  writeFileSync(at, content);
  return at;
}

/** An event of its own. */
function eventOf(id: number): string {
  return fullEvent.replace(
    '6f1c1a52-6f25-4d3d-9a2f-0d5d6f1f2a31',
    `6f1c1a52-6f25-4d3d-9a2f-${String(id).padStart(12, '0')}`,
  );
}

async function addCluster(name: string): Promise<string> {
  const { stdout } = await server.cli('cluster', 'add', name);
  return (JSON.parse(stdout) as { ingestToken: string }).ingestToken;
}

/** The rows of a statement over a cluster. */
async function rows(cluster: string, query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query, clusters: [cluster], ...range });
  const answer = await server.fetch('/api/v1/query', { method: 'POST', headers, body });
  return ((await answer.json()) as { rows?: unknown }).rows;
}

const counts = (read: number, stored: number, duplicates = 0, rejected = 0) => ({
  read,
  stored,
  duplicates,
  completed: 0,
  rejected,
});

describe('events in a wrapper', () => {
  const formats = [...new Set(wrapperSamples.map(({ format }) => format))];

  test.each(formats)('%s: import, collect and policy simulate read the same of it', async (format) => {
    const samples = wrapperSamples.filter((sample) => sample.format === format);
    const files = samples.map(({ wrap }, index) => {
      const events = [0, 1, 2].map((id) => eventOf(index * 10 + id));
      return file(`${format}.log`, `${events.map(wrap).join('\n')}\n`);
    });
    const total = 3 * samples.length;
    const [imported, collected] = [`imported-${format}`, `collected-${format}`];
    await addCluster(imported);
    const ended = await server.cli('import', '--cluster', imported, ...files);
    expect([ended.status, JSON.parse(ended.stdout)]).toEqual([0, counts(total, total)]);

    const token = await addCluster(collected);
    const where = [
      '--server',
      server.url,
      '--data',
      path.join(folder, 'none'),
      '--state',
      path.join(folder, collected),
    ];
    const who = ['--cluster', collected, '--token', token];
    const paths = files.flatMap((one) => ['--path', one]);
    const agent = await runCli(['collect', ...where, ...who, '--once', ...paths]);
    expect([agent.status, (JSON.parse(agent.stdout) as { rejected: number }).rejected]).toEqual([0, 0]);
    // The agent does not wait for what it sent to be stored.
    const all = '* | select count(*) as n';
    await expect.poll(() => rows(collected, all), { timeout: 60_000 }).toEqual([[total]]);
    const told = '* | select "__wrapper__" as told, count(*) as n from log group by told order by told';
    expect(await rows(collected, told)).toEqual(await rows(imported, told));
    const replayed = await runCli(['policy', 'simulate', '--policy', policy, '--events', ...files]);
    expect((JSON.parse(replayed.stdout) as { events: unknown }).events).toEqual({ before: total, after: total });
  });

  test.each([
    ['gke', 'log entries of Google Cloud', JSON.stringify({ insertId: 'x', protoPayload: { methodName: 'get' } })],
    ['gke.yaml', 'log entries of Google Cloud', 'insertId: x\nprotoPayload:\n  methodName: io.k8s.core.v1.pods.get'],
    [
      'csv',
      'CSV (each event quoted in a column)',
      `@timestamp,@message\n1,"${fullEvent.replaceAll('"', '""').slice(0, 80)}`,
    ],
  ])('%s, which is not read yet, is named by import, collect and policy simulate', async (name, title, content) => {
    const log = file(name, `${content}\n`);
    const cluster = `named-${name}`;
    const token = await addCluster(cluster);
    const imported = await server.cli('import', '--cluster', cluster, log);
    expect([imported.status, imported.stderr]).toEqual([1, expect.stringContaining(`it looks like ${title}`)]);
    const where = ['--server', server.url, '--data', path.join(folder, 'none'), '--state', path.join(folder, cluster)];
    const who = ['--cluster', cluster, '--token', token, '--once', '--path', log];
    const collected = await runCli(['collect', ...where, ...who]);
    expect(collected.stderr).toContain(`"looksLike":"${title}`);
    const replayed = await runCli(['policy', 'simulate', '--policy', policy, '--events', log]);
    expect([replayed.status, replayed.stderr]).toEqual([1, expect.stringContaining(`it looks like ${title}`)]);
  });

  test('come with what the wrapper tells, which is searched by its own name alone', async () => {
    await addCluster('told');
    const record = { log: eventOf(1), kubernetes: { host: 'node-of-wrapper', pod_name: 'kube-apiserver-a' } };
    const log = file('told.log', `${JSON.stringify(record)}\n${eventOf(2)}\n`);
    expect((await server.cli('import', '--cluster', 'told', log)).status).toBe(0);
    const search = async (query: string): Promise<readonly Record<string, unknown>[]> => {
      const { stdout } = await server.cli(
        'query',
        query,
        '--cluster',
        'told',
        '--from',
        range.from,
        '--to',
        range.to,
        '--json',
      );
      return (JSON.parse(stdout) as { events: Record<string, unknown>[] }).events;
    };
    const [found, ...others] = await search('__wrapper__.node: "node-of-wrapper"');
    expect(others).toEqual([]);
    expect(found?.['__wrapper__']).toEqual({ format: 'fluent', node: 'node-of-wrapper', pod: 'kube-apiserver-a' });
    expect(await search('"node-of-wrapper"')).toEqual([]);
    expect(await search('NOT __wrapper__: *')).toHaveLength(1);
    expect(
      await rows('told', '* | select "__wrapper__.pod" as pod, count(*) from log group by pod order by pod nulls last'),
    ).toEqual([
      ['kube-apiserver-a', 1],
      [null, 1],
    ]);
  });

  test('that also came by themselves are stored once, whichever came first', async () => {
    await addCluster('both');
    const plain = file('plain.log', [1, 2].map(eventOf).join('\n'));
    const cri = file(
      'cri.log',
      [2, 3].map((id) => `2026-11-28T20:10:00.123456789Z stdout F ${eventOf(id)}`).join('\n'),
    );
    expect(JSON.parse((await server.cli('import', '--cluster', 'both', plain)).stdout)).toEqual(counts(2, 2));
    expect(JSON.parse((await server.cli('import', '--cluster', 'both', cri)).stdout)).toEqual(counts(2, 1, 1));
  });
});

describe('a file', () => {
  test('of lines of four wrappers, of other programs and of damage costs what is damaged alone', async () => {
    await addCluster('mixed');
    const way = (format: string, id: number): string =>
      wrapperSamples.find((sample) => sample.format === format)?.wrap(eventOf(id)) ?? '';
    const lines = [
      way('cri', 1),
      '2026-11-28T20:10:00.123456789Z stderr F I1128 20:10:00.000000       1 httplog.go:132] "HTTP"',
      way('docker', 2),
      way('syslog', 3),
      way('journald', 4),
      eventOf(5),
      way('cloudwatch', 6),
      `2026-11-28T20:10:00.123456789Z stdout F ${eventOf(7).slice(0, 300)}`,
      '{"insertId":"6f","protoPayload":{"serviceName":"k8s.io"}}',
    ];
    const log = { text: lines.join('\n') };
    const ended = await server.cli('import', '--cluster', 'mixed', file('mixed.log', log.text));
    expect([ended.status, JSON.parse(ended.stdout)]).toEqual([1, counts(8, 6, 0, 2)]);
    const lineOf = (start: string): number => log.text.split('\n').findIndex((line) => line.startsWith(start)) + 1;
    const { stderr } = ended;
    expect(stderr).toMatch(/passed over 1 of a program's own log \(klog\).*; the first on line 2 of /);
    const cut = `the first on line ${lineOf('{"insertId"') - 1} of [^]*"\\{.*\n +it stood in a container log of the kubelet`;
    expect(stderr).toMatch(new RegExp(`1 no JSON, or damaged \\(not-json\\); ${cut}`));
    const gke = `the first on line ${lineOf('{"insertId"')} of .*\n.*\n +it looks like log entries of Google Cloud`;
    expect(stderr).toMatch(new RegExp(`1 without an auditID .*; ${gke}`));
  });

  test('of a table is named', async () => {
    await addCluster('table');
    const log = file('table.csv', `timestamp,message\n1795896600123,"${fullEvent.replaceAll('"', '""')}"\n`);
    const { status, stderr } = await server.cli('import', '--cluster', 'table', log);
    expect(status).toBe(1);
    expect(stderr).toMatch(/it looks like CSV \(each event quoted in a column\), which is not read yet/);
  });

  test('whose wrapper is named is read by it, and a name that nobody has is refused', async () => {
    await addCluster('named');
    const log = file('named.log', `some file.log: ${eventOf(1)}\n`);
    const ended = await server.cli('import', '--cluster', 'named', '--format', 'grep', log);
    expect([ended.status, JSON.parse(ended.stdout)]).toEqual([0, counts(1, 1)]);
    const wrong = await server.cli('import', '--cluster', 'named', '--format', 'gzip', log);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/Allowed choices are auto, kubernetes, .*cri/);
  });

  test('packed with xz, bzip2 or zstd, or in UTF-16, is read as it is', async () => {
    await addCluster('packed');
    const given = async (...files: readonly string[]): Promise<unknown> =>
      JSON.parse((await server.cli('import', '--cluster', 'packed', ...files)).stdout);
    expect(await given(path.join(packed, 'lines.xz'))).toEqual(counts(60_000, 1000, 59_000));
    expect(await given(path.join(packed, 'lines.bz2'))).toEqual(counts(60_000, 0, 60_000));
    const text = `\ufeff${[1, 2, 3].map(eventOf).join('\r\n')}\r\n`;
    const utf16 = Buffer.from(text, 'utf16le');
    expect(await given(file('powershell.log', utf16))).toEqual(counts(3, 3));
    const both = [file('a.zst', zstdCompressSync(utf16)), file('b', gzipSync(text))];
    expect(await given(...both)).toEqual(counts(6, 0, 6));
  });

  test('that is packed and breaks off is replayed as far as it goes, and that is said', async () => {
    const whole = gzipSync(Array.from({ length: 400 }, (_, id) => eventOf(id)).join('\n'));
    const torn = file('torn.gz', whole.subarray(0, whole.length - 100));
    const { status, stdout, stderr } = await runCli(['policy', 'simulate', '--policy', policy, '--events', torn]);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { events: { before: number } }).events.before).toBeGreaterThan(100);
    expect(stderr).toContain(`torn.gz" (gzip) beyond byte ${whole.length - 100}: unexpected end of file`);
  });
});
