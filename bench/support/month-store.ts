import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fillMonth } from './fill-month.ts';
import { startBenchServer } from './server.ts';

export const days = 30;
const dayMs = 86_400_000;

/**
 * Runs over a server's data folder with so many events of the last thirty days, in the cluster `bench`. Where `WHODUNIT_BENCH_DATA` names a
 * folder, it is filled once and kept, and each run has a copy of it.
 */
export async function withMonth(count: number, run: (data: string) => Promise<void>): Promise<void> {
  const kept = process.env['WHODUNIT_BENCH_DATA'];
  const data = mkdtempSync(path.join(tmpdir(), 'whodunit-bench-month-'));
  try {
    if (kept !== undefined && existsSync(kept)) cpSync(kept, data, { recursive: true });
    else {
      await fill(data, count);
      if (kept !== undefined) cpSync(data, kept, { recursive: true });
    }
    await run(data);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function fill(data: string, count: number): Promise<void> {
  const empty = await startBenchServer({ data });
  const { id } = (await empty.api('/api/v1/clusters', { name: 'bench', retentionDays: 365 })) as { id: string };
  // Whoever has kept events for a month has asked for a place before: its data is brought into a store once.
  await empty.api('/api/v1/query', { query: "* | SELECT ip_to_country('192.0.2.1')", from: '-1h', to: 'now' });
  await empty.close();
  const to = new Date();
  const from = new Date(to.getTime() - days * dayMs);
  process.stdout.write(`filling ${count} events of ${days} days ...\n`);
  await fillMonth({ directory: path.join(data, 'engine'), clusterId: id, count, from, to });
}
