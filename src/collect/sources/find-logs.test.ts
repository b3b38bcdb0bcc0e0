import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findLogs } from './find-logs.ts';

let directory: string;
const at = (...names: readonly string[]): string => path.join(directory, ...names);
beforeEach(() => {
  directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'whodunit-find-')));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('patterns find files, and two names of a file are one', async () => {
  mkdirSync(at('a'));
  writeFileSync(at('a', 'audit.log'), '');
  writeFileSync(at('b.log'), '');
  symlinkSync(at('b.log'), at('c.log'));
  const { files, refused, missing } = await findLogs([
    at('*.log'),
    at('**/audit.log'),
    at('b.log'),
    at('no*.log'),
    at('none'),
  ]);
  expect(files.toSorted()).toEqual([at('a', 'audit.log'), at('b.log')]);
  expect(refused).toEqual([]);
  expect(missing).toEqual([at('no*.log'), at('none')]);
});

test('what is no log is refused in words', async () => {
  mkdirSync(at('directory.log'));
  execFileSync('mkfifo', [at('fifo.log')]);
  symlinkSync(at('two.log'), at('one.log'));
  symlinkSync(at('one.log'), at('two.log'));
  writeFileSync(at('audit.log'), '');
  const { files, refused } = await findLogs([at('*.log'), at('directory.log')]);
  expect(files).toEqual([at('audit.log')]);
  expect(
    refused.map(({ path: file, reason, isNamed }) => `${path.basename(file)} ${String(isNamed)}: ${reason}`),
  ).toEqual([
    'directory.log false: it is a directory; name the files in it, such as DIRECTORY/*.log',
    'fifo.log false: it is a FIFO; pipe it to standard input (--path -)',
    'one.log false: its symbolic links lead in a circle',
    'two.log false: its symbolic links lead in a circle',
    'directory.log true: it is a directory; name the files in it, such as DIRECTORY/*.log',
  ]);
});
