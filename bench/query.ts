import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as query from '../src/query/index.ts';
import { startTestEngine } from '../src/store/testkit.ts';
import { analyses } from './query-analyses.ts';
import { fill, first, rate } from './support/fill.ts';
import { loadModule } from './support/load-module.ts';
import { ownEngineUsage } from './support/server.ts';

const rounds = 8;

/** What a statement took: its shortest time, and the engine's processor time of all rounds. */
interface Cost {
  ms: number;
  cpuSeconds: number;
}

/** The costs of two statements that run in turn: what else the machine does meets both. */
async function costs(ours: () => Promise<number>, hand: () => Promise<number>): Promise<readonly [Cost, Cost]> {
  const ofOurs: Cost = { ms: Infinity, cpuSeconds: 0 };
  const ofHand: Cost = { ms: Infinity, cpuSeconds: 0 };
  const pair = [
    { run: ours, cost: ofOurs },
    { run: hand, cost: ofHand },
  ];
  for (let round = 0; round < rounds; round++) {
    for (const { run, cost } of pair) {
      const before = ownEngineUsage().cpuSeconds;
      const ms = await run();
      // The first round fills the caches.
      if (round === 0) continue;
      cost.ms = Math.min(cost.ms, ms);
      cost.cpuSeconds += ownEngineUsage().cpuSeconds - before;
    }
  }
  return [ofOurs, ofHand];
}

/** An answer to compare: what is absent is NULL or the empty text, times may have a fraction, rows any order. */
function comparable(rows: readonly (readonly unknown[])[], columns: number): string {
  const cell = (value: unknown): string => {
    // Integers of 64 bits come as text, smaller ones as numbers.
    const text = typeof value === 'string' ? value.replace(/\.000000$/, '') : JSON.stringify(value ?? '');
    if (text === '""') return '';
    return text !== '' && Number.isFinite(Number(text)) ? Number(text).toPrecision(9) : text;
  };
  return rows
    .map((row) => row.slice(0, columns).map(cell).join('\t'))
    .toSorted()
    .join('\n');
}

/** `npm run bench -- query [events]`. */
export async function benchQuery(count = 10_000_000): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'whodunit-bench-query-'));
  const engine = await startTestEngine();
  try {
    const { compileQuery, statementSettings } = await loadModule<typeof query>('src/query/index.ts', directory);
    await fill(engine, count);
    const [[stored] = []] = (await engine.rows('SELECT count() FROM events')).rows;
    process.stdout.write(`${String(stored)} events\n`);
    const from = first.getTime() * 1000;
    const to = from + (count / rate) * 1_000_000;
    const context = {
      range: { fromMicros: from, toMicros: to },
      scope: { clusterIds: ['bench'], namespaces: null, bodies: true },
      clusters: [{ id: 'bench', name: 'bench' }],
      timeZone: 'UTC',
      nowMicros: to,
    };
    const range = `cluster_id = 'bench' AND time >= fromUnixTimestamp64Micro(${from}, 'UTC') AND time < fromUnixTimestamp64Micro(${to}, 'UTC')`;
    const uncached = { use_query_condition_cache: 0, use_top_k_dynamic_filtering: 0 };
    const ratios: number[] = [];
    const cpuRatios: number[] = [];
    const compileTimes: number[] = [];
    process.stdout.write(
      'analysis'.padEnd(44) +
        'ms'.padStart(8) +
        'by hand'.padStart(9) +
        'ratio'.padStart(7) +
        'cpu ratio'.padStart(11) +
        'rows read'.padStart(12) +
        'compile ms\n'.padStart(12),
    );
    for (const { name, query: text, byHand, determined = 100 } of analyses) {
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
      const runOurs = () => engine.rows(sql, { parameters, settings: { ...statementSettings, ...uncached } });
      const runHand = () => engine.rows(byHand.replace('{range}', range), { settings: uncached });
      const [answer, wanted] = [await runOurs(), await runHand()];
      if (comparable(answer.rows, determined) !== comparable(wanted.rows, determined))
        throw new Error(`${name}: the answers differ`);
      const { rowsRead } = answer.statistics;
      const [ours, hand] = await costs(
        async () => (await runOurs()).statistics.elapsedMs,
        async () => (await runHand()).statistics.elapsedMs,
      );
      const ratio = ours.ms / hand.ms;
      const cpuRatio = ours.cpuSeconds / hand.cpuSeconds;
      ratios.push(ratio);
      cpuRatios.push(cpuRatio);
      compileTimes.push(compileMs);
      process.stdout.write(
        name.padEnd(44) +
          ours.ms.toFixed(0).padStart(8) +
          hand.ms.toFixed(0).padStart(9) +
          ratio.toFixed(2).padStart(7) +
          cpuRatio.toFixed(2).padStart(11) +
          String(rowsRead).padStart(12) +
          compileMs.toFixed(2).padStart(11) +
          '\n',
      );
    }
    const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
    const summary = (list: readonly number[]) =>
      `median ${median(list).toFixed(2)}, greatest ${Math.max(...list).toFixed(2)}`;
    process.stdout.write(`RATIO ${summary(ratios)} (wanted: 1.3)\n`);
    process.stdout.write(`RATIO of processor time ${summary(cpuRatios)}\n`);
    process.stdout.write(`compile median ${median(compileTimes).toFixed(2)} ms (wanted: 5)\n`);
  } finally {
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
