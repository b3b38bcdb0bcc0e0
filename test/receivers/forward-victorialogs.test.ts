import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EventId, forwardThroughDeaths } from './forward-through-deaths.ts';
import { buildGoProgram } from './go-program.ts';
import { freePort, type Program, startProgram, until } from './program.ts';

const program = await buildGoProgram({
  module: 'github.com/VictoriaMetrics/VictoriaLogs',
  version: 'v1.52.2',
  folder: 'app/victoria-logs',
});
const inMemory = [
  'vl_pending_rows{type="storage"}',
  'vl_pending_rows{type="indexdb"}',
  'vl_storage_rows{type="storage/inmemory"}',
];

describe.skipIf(program === undefined)('VictoriaLogs', () => {
  let folder = '';
  let url = '';
  let running: Program;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'victorialogs-'));
    url = `http://127.0.0.1:${await freePort()}`;
    await start();
  });
  afterEach(async () => {
    await running.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    running = startProgram(
      program ?? '',
      [
        `-httpListenAddr=${new URL(url).host}`,
        `-storageDataPath=${path.join(folder, 'data')}`,
        '-retentionPeriod=100y',
        '-inmemoryDataFlushInterval=1s',
      ],
      { log: path.join(folder, 'log') },
    );
    await until('VictoriaLogs', async () => ((await fetch(`${url}/health`)).ok ? true : undefined));
  }

  /** Resolves when nothing is in memory alone. */
  async function settle(): Promise<void> {
    await until('the flush', async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return inMemory.every((name) => text.includes(`\n${name} 0\n`)) && isStreamOnDisk() ? true : undefined;
    });
  }

  /** No metric tells it of the index; there is one stream, of one day. */
  function isStreamOnDisk(): boolean {
    const days = path.join(folder, 'data', 'partitions');
    return readdirSync(days).every(
      (day) => readFileSync(path.join(days, day, 'indexdb', 'parts.json'), 'utf8').trim() !== '[]',
    );
  }

  async function events(): Promise<readonly EventId[]> {
    await fetch(`${url}/internal/force_flush`);
    const body = new URLSearchParams({ query: '* | fields auditID, stage, stageTimestamp' });
    const text = await (await fetch(`${url}/select/logsql/query`, { method: 'POST', body })).text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => EventId.parse(JSON.parse(line)));
  }

  test.each([
    // Dead meanwhile, Whodunit sends again what was on its way.
    { how: 'killed once it has written what it took', ends: { kill: () => running.kill(), settle } },
    { how: 'ended at any moment as Kubernetes does', ends: { kill: () => running.kill('SIGTERM') } },
  ])('$how, has every event', async ({ ends }) => {
    const destination = { type: 'victorialogs', url, maxAgeHours: 876_000 };
    const { withinBatch, doubled, ...rest } = await forwardThroughDeaths({ destination, start, events, ...ends });
    expect(rest).toEqual({ missing: 0, strange: 0, rejected: 0 });
    expect(withinBatch).toBeGreaterThan(0);
    // Its protocol knows no identity.
    expect(doubled).toBeGreaterThan(0);
  });
});
