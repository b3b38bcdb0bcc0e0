import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { constants, createZstdCompress } from 'node:zlib';
import { startTestEngine } from '../src/store/testkit.ts';
import { logChunks } from './events.ts';
import { directInsert } from './support/direct-insert.ts';
import { ownEngineUsage, startBenchServer } from './support/server.ts';
import { loadedEvents, runLoad, settle, writeBodies } from './support/webhook-load.ts';

const directBatch = 50_000;
/** Being asked for its metrics costs the server some milliseconds each time. */
const pollMs = 250;

/** Writes the same events as log lines, in files of a batch each, and says how many bytes zstd -3 makes of them. */
async function writeLines(
  directory: string,
  count: number,
): Promise<{ readonly files: readonly string[]; readonly zstdBytes: number }> {
  const files: string[] = [];
  const zstd = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  let zstdBytes = 0;
  zstd.on('data', (chunk: Buffer) => (zstdBytes += chunk.length));
  let descriptor = -1;
  let lines = 0;
  for (const chunk of logChunks({ ...loadedEvents, count })) {
    if (lines % directBatch === 0) {
      if (descriptor >= 0) closeSync(descriptor);
      const file = path.join(directory, `lines-${files.length}`);
      files.push(file);
      descriptor = openSync(file, 'w');
    }
    writeSync(descriptor, chunk);
    for (const byte of chunk) if (byte === 0x0a) lines += 1;
    if (!zstd.write(chunk)) await new Promise((resolve) => zstd.once('drain', resolve));
  }
  closeSync(descriptor);
  await new Promise<void>((resolve) => zstd.end(() => resolve()));
  await new Promise((resolve) => setImmediate(resolve));
  return { files, zstdBytes };
}

/** The events per second of the engine alone. */
async function runDirect(
  files: readonly string[],
  count: number,
): Promise<{ readonly perSecond: number; readonly bytes: number; readonly cpuSeconds: number }> {
  const engine = await startTestEngine();
  try {
    const startedAt = performance.now();
    for (const file of files) await engine.command(directInsert(file));
    const seconds = (performance.now() - startedAt) / 1000;
    const { cpuSeconds } = ownEngineUsage();
    const { rows } = await engine.rows(
      "SELECT sum(rows), sum(bytes_on_disk) FROM system.parts WHERE table = 'events' AND active",
    );
    if (Number(rows[0]?.[0]) !== count)
      throw new Error(`the engine alone stored ${String(rows[0]?.[0])} of ${count} events`);
    return { perSecond: count / seconds, bytes: Number(rows[0]?.[1]), cpuSeconds };
  } finally {
    await engine.close();
  }
}

/** `npm run bench -- ingest [events]`. */
export async function benchIngest(count = 1_000_000): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'whodunit-bench-ingest-'));
  try {
    const bodies = path.join(directory, 'bodies');
    const bodyBytes = writeBodies(bodies, count);
    const { files, zstdBytes } = await writeLines(directory, count);
    const direct = await runDirect(files, count);
    const server = await startBenchServer();
    try {
      await server.api('/api/v1/clusters', { name: 'bench' });
      await settle(server);
      const idle = server.usage();
      const startedAt = performance.now();
      const loading = runLoad(bodies, `${server.url}/ingest/v1/clusters/bench/audit`, server.token);
      let maxLag = 0;
      const total = async (): Promise<number> => {
        const headers = { authorization: `Bearer ${server.token}` };
        const metrics = await (await fetch(`${server.url}/metrics`, { headers })).text();
        maxLag = Math.max(maxLag, Number(/^whodunit_ingest_lag_seconds (\S+)/m.exec(metrics)?.[1] ?? 0));
        return Number(/whodunit_ingest_events_total\{cluster="bench",outcome="stored"\} (\d+)/.exec(metrics)?.[1] ?? 0);
      };
      while ((await total()) < count) await new Promise((resolve) => setTimeout(resolve, pollMs));
      const queryableSeconds = (performance.now() - startedAt) / 1000;
      const load = await loading;
      const used = server.usage();
      const answer = await server.api('/api/v1/query', {
        query: '',
        from: '2026-10-31T00:00:00Z',
        to: '2026-12-31T00:00:00Z',
        limit: 1,
      });
      const stored = typeof answer === 'object' && answer !== null && 'total' in answer ? Number(answer.total) : 0;
      const print = (name: string, value: string): void => void process.stdout.write(`${name.padEnd(46)}${value}\n`);
      print('events', `${count} in bodies of 400, ${(bodyBytes / count).toFixed(0)} bytes each`);
      print('acknowledged events/s', (load.events / load.seconds).toFixed(0));
      print('queryable events/s', (count / queryableSeconds).toFixed(0));
      print(
        'acknowledgement p50 / p99 / max',
        `${load.p50.toFixed(1)} / ${load.p99.toFixed(1)} / ${load.max.toFixed(1)} ms`,
      );
      print('refused and sent again', String(load.refusals));
      print('greatest lag', `${maxLag.toFixed(1)} s`);
      print('the engine alone, events/s', direct.perSecond.toFixed(0));
      print('RATIO queryable / engine alone', (count / queryableSeconds / direct.perSecond).toFixed(2));
      print('bytes on disk an event, indexes included', (direct.bytes / count).toFixed(1));
      print('zstd -3 of the same lines, bytes an event', (zstdBytes / count).toFixed(1));
      print('RATIO disk / zstd -3', (direct.bytes / zstdBytes).toFixed(2));
      print('memory idle, server + engine', `${idle.server.nowMb} + ${idle.engine.nowMb} MB`);
      print('memory peak, server + engine', `${used.server.peakMb} + ${used.engine.peakMb} MB`);
      const micros = (cpuSeconds: number): string => ((cpuSeconds * 1e6) / count).toFixed(1);
      print(
        'processor time an event, server + engine',
        `${micros(used.server.cpuSeconds - idle.server.cpuSeconds)} + ${micros(used.engine.cpuSeconds - idle.engine.cpuSeconds)} µs`,
      );
      print('processor time an event, the engine alone', `${micros(direct.cpuSeconds)} µs`);
      print('stored equals sent', stored === count && load.events === count ? 'yes' : `NO: ${stored} of ${count}`);
      print('body file', `${(statSync(bodies).size / 1e6).toFixed(0)} MB`);
    } finally {
      await server.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
