import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listLogs } from './list-logs.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-list-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Writes files, each an hour older than the one before. */
function write(...names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    const file = path.join(directory, name);
    writeFileSync(file, '');
    const time = new Date(Date.UTC(2026, 10, 29) - index * 3_600_000);
    utimesSync(file, time, time);
  }
}

const order = async (live: string): Promise<string[]> =>
  (await listLogs(directory, live)).map(({ path: file }) => path.basename(file));

test('the order is that of the names, whatever the clock says', async () => {
  write('audit.log', 'audit-2026-11-28T10-00-00.000.log.gz', 'audit-2026-11-28T10-00-01.000.log');
  expect(await order('audit.log')).toEqual([
    'audit-2026-11-28T10-00-00.000.log.gz',
    'audit-2026-11-28T10-00-01.000.log',
    'audit.log',
  ]);
  write('0.log', '0.log.10.gz', '0.log.9', '0.log.1');
  expect(await order('0.log')).toEqual(['0.log.10.gz', '0.log.9', '0.log.1', '0.log']);
});

test('where names do not tell, it is that of the times', async () => {
  write('audit.log', 'audit.log.1', 'audit.log-20261128', 'audit.log.gz');
  expect(await order('audit.log')).toEqual(['audit.log.gz', 'audit.log-20261128', 'audit.log.1', 'audit.log']);
});

test('other logs, directories and links are none of it, and a directory that is gone holds none', async () => {
  write('audit.log', 'other.log', 'audit-v2.log');
  mkdirSync(path.join(directory, 'audit.log.1'));
  symlinkSync('audit.log', path.join(directory, 'audit.log.2'));
  expect(await order('audit.log')).toEqual(['audit.log']);
  expect(await listLogs(path.join(directory, 'gone'), 'audit.log')).toEqual([]);
});
