import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import type * as query from '../src/query/index.ts';
import { columns } from '../src/audit/index.ts';
import { insertBody, startTestEngine, type TestEngine } from '../src/store/testkit.ts';
import { logChunks } from './events.ts';
import { analyses } from './query-analyses.ts';

const first = new Date('2026-11-01T00:00:00Z');
const rate = 1_000;
const distinct = 500_000;

/** The query room as one module: Node alone refuses the SQL parser's imports of folders. */
async function loadQueryRoom(directory: string): Promise<typeof query> {
  const bundle = await rolldown({ input: 'src/query/index.ts', platform: 'node' });
  const file = path.join(directory, 'query.mjs');
  await bundle.write({ file, format: 'esm' });
  return (await import(pathToFileURL(file).href)) as typeof query;
}

/** Inserts distinct events, and copies of them at later times, until there are so many. */
async function fill(engine: TestEngine, count: number): Promise<void> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (const chunk of logChunks({ count: Math.min(count, distinct), from: first, rate })) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes < 32 << 20) continue;
    await insertBody(engine, 'bench', Buffer.concat(parts.splice(0)));
    bytes = 0;
  }
  if (parts.length > 0) await insertBody(engine, 'bench', Buffer.concat(parts));
  const names = columns.map(({ name }) => name);
  for (let copy = 1; copy * distinct < count; copy++) {
    const moved = names.map((name) => {
      if (name === 'time' || name === 'request_received_at') return `addSeconds(${name}, ${(copy * distinct) / rate})`;
      return name === 'audit_id' ? 'generateUUIDv4()' : name;
    });
    const end = `fromUnixTimestamp64Micro(${(first.getTime() + (distinct / rate) * 1000) * 1000}, 'UTC')`;
    await engine.command(
      `INSERT INTO events (${names.join(', ')}) SELECT ${moved.join(', ')} FROM events WHERE time < ${end}`,
    );
  }
}

async function best(run: () => Promise<number>): Promise<number> {
  const times = [];
  for (let round = 0; round < 4; round++) times.push(await run());
  return Math.min(...times.slice(1));
}

/** `npm run bench -- query [events]`. */
export async function benchQuery(count = 10_000_000): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'whodunit-bench-query-'));
  const engine = await startTestEngine();
  try {
    const { compileQuery, statementSettings } = await loadQueryRoom(directory);
    await fill(engine, count);
    const [[stored] = []] = (await engine.rows('SELECT count() FROM events')).rows;
    process.stdout.write(`${String(stored)} events\n`);
    const from = first.getTime() * 1000;
    const to = from + (count / rate) * 1_000_000;
    const context = {
      range: { fromMicros: from, toMicros: to },
      scope: { clusterIds: ['bench'], namespaces: null },
      clusters: [{ id: 'bench', name: 'bench' }],
      timeZone: 'UTC',
      nowMicros: to,
    };
    const range = `cluster_id = 'bench' AND time >= fromUnixTimestamp64Micro(${from}, 'UTC') AND time < fromUnixTimestamp64Micro(${to}, 'UTC')`;
    const uncached = { use_query_condition_cache: 0, use_top_k_dynamic_filtering: 0 };
    const ratios: number[] = [];
    const compileTimes: number[] = [];
    process.stdout.write(
      'analysis'.padEnd(44) +
        'ms'.padStart(8) +
        'by hand'.padStart(9) +
        'ratio'.padStart(7) +
        'rows read'.padStart(12) +
        'compile ms\n'.padStart(12),
    );
    for (const { name, query: text, byHand } of analyses) {
      const compiled = compileQuery(text, context);
      if (!compiled.ok) throw new Error(`${name}: ${JSON.stringify(compiled.diagnostics)}`);
      const times: number[] = [];
      for (let round = 0; round < 50; round++) {
        const startedAt = performance.now();
        compileQuery(text, context);
        times.push(performance.now() - startedAt);
      }
      const compileMs = times.toSorted((a, b) => a - b)[25] ?? 0;
      const { sql, parameters } = compiled.value;
      let rowsRead = 0;
      const ours = await best(async () => {
        const { statistics } = await engine.rows(sql, { parameters, settings: { ...statementSettings, ...uncached } });
        rowsRead = statistics.rowsRead;
        return statistics.elapsedMs;
      });
      const hand = await best(
        async () => (await engine.rows(byHand.replace('{range}', range), { settings: uncached })).statistics.elapsedMs,
      );
      ratios.push(ours / hand);
      compileTimes.push(compileMs);
      process.stdout.write(
        name.padEnd(44) +
          ours.toFixed(0).padStart(8) +
          hand.toFixed(0).padStart(9) +
          (ours / hand).toFixed(2).padStart(7) +
          String(rowsRead).padStart(12) +
          compileMs.toFixed(2).padStart(11) +
          '\n',
      );
    }
    const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
    process.stdout.write(
      `RATIO median ${median(ratios).toFixed(2)}, greatest ${Math.max(...ratios).toFixed(2)} (wanted: 1.3)\n`,
    );
    process.stdout.write(`compile median ${median(compileTimes).toFixed(2)} ms (wanted: 5)\n`);
  } finally {
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
