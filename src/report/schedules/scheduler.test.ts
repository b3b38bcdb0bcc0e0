import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../base/index.ts';
import { createLogger } from '../../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../../records/testkit.ts';
import { startScheduler } from './scheduler.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

async function add(name: string, dashboard: string): Promise<void> {
  const yaml = `{kind: ReportSchedule, name: ${name}, ${dashboard}, schedule: {every: 1h}, channels: [mail]}`;
  const owner = JSON.stringify({ kind: 'local-admin', name: 'admin' });
  await kept.records.reportSchedules.put({ name, yaml, owner, savedBy: 'admin', dueAt: kept.clock.now() });
}

test('a schedule that cannot be read any more holds up none of those after it', async () => {
  await add('a', 'board: of a release before');
  await add('b', 'dashboard: gone');
  const scheduler = startScheduler({
    records: kept.records,
    reports: {
      writeHtml: async () => {
        throw new AppError('not-found', 'cannot find dashboard "gone"');
      },
    },
    clock: kept.clock,
    logger: createLogger('silent'),
    timeZone: 'UTC',
    publicUrl: () => 'https://audit.example',
    whenReady: Promise.resolve(),
    onQueued: () => undefined,
  });
  const outcome = async () => (await kept.records.reportSchedules.find('b'))?.outcome;
  for (let tries = 0; tries < 100 && (await outcome()) === undefined; tries += 1) await sleep(10);
  await scheduler.close();
  expect(await outcome()).toBe('failed: cannot find dashboard "gone"');
});
