// A process that writes to a real disk is killed, again and again, in the same directory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realFiles, systemClock } from '../platform/index.ts';
import { openJournal } from './journal.ts';
import type { Corruption, Journal } from './types.ts';

const writer = `
import { openJournal } from '${new URL('journal.ts', import.meta.url).href}';
import { realFiles, systemClock } from '${new URL('../platform/index.ts', import.meta.url).href}';
import { writeSync } from 'node:fs';
const [directory, first] = process.argv.slice(1);
const journal = await openJournal({ directory, files: realFiles, clock: systemClock, segmentBytes: 200_000,
  limitBytes: 1e9, reserveBytes: 0, onCorrupt: (corruption) => writeSync(1, 'corrupt ' + JSON.stringify(corruption) + '\\n') });
let next = Number(first);
await Promise.all(Array.from({ length: 6 }, async () => {
  for (;;) {
    const number = next++;
    const payload = [Buffer.from(number + ':'), Buffer.alloc(number * 7919 % 9000, 'x')];
    await journal.append({ clusterId: 'c', receivedAtMicros: 1, kind: 0, flags: 0, tag: '', eventCount: 1, payload });
    writeSync(1, number + '\\n');
  }
}));
`;

let directory = '';

beforeAll(async () => {
  directory = path.join(await mkdtemp(path.join(tmpdir(), 'journal-')), 'journal');
});

afterAll(async () => {
  await rm(path.dirname(directory), { recursive: true, force: true });
});

function openReal(corruptions: Corruption[] = []): Promise<Journal> {
  return openJournal({
    directory,
    files: realFiles,
    clock: systemClock,
    segmentBytes: 200_000,
    limitBytes: 1e9,
    reserveBytes: 0,
    onCorrupt: (corruption) => corruptions.push(corruption),
  });
}

/** Lets a process write until it has acknowledged so many, then kills it. Gives what it acknowledged. */
async function writeAndDie(first: number, count: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer, directory, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  for await (const chunk of child.stdout) {
    output += chunk;
    if (output.split('\n').length > count) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return output.split('\n').slice(0, -1);
}

test('what a killed process acknowledged is read back exactly once, and its lock is free', async () => {
  const acknowledged: string[] = [];
  let first = 0;
  for (const count of [1, 40, 200, 333, 77]) {
    acknowledged.push(...(await writeAndDie(first, count)));
    const corruptions: Corruption[] = [];
    const journal = await openReal(corruptions);
    const numbers: string[] = [];
    for await (const record of journal.read(0)) {
      const [number = '', filling = ''] = record.payload.toString().split(':');
      expect(filling).toHaveLength((Number(number) * 7919) % 9000);
      numbers.push(number);
    }
    await journal.close();
    expect(corruptions).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(acknowledged).difference(new Set(numbers))).toEqual(new Set());
    first = Math.max(...numbers.map(Number)) + 1;
  }
  expect(acknowledged.length).toBeGreaterThan(600);
});

test('a second process is told that the directory is taken', async () => {
  const journal = await openReal();
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer, directory, '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.setEncoding('utf8');
  let errors = '';
  for await (const chunk of child.stderr) errors += chunk;
  expect(errors).toContain(`cannot open journal "${directory}": another process has it open`);
  await journal.close();
});

test('a record of 300 MB is written and read without being copied', async () => {
  const journal = await openReal();
  const chunk = Buffer.alloc(1 << 20, 'event ');
  const payload = Array.from({ length: 300 }, () => chunk);
  const entry = { clusterId: 'c', receivedAtMicros: 1, kind: 0, flags: 0, tag: '', eventCount: 300, payload };
  const before = process.memoryUsage().arrayBuffers;
  const position = await journal.append(entry);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20e6);
  for await (const record of journal.read(position)) {
    expect(record.payload).toHaveLength(300 << 20);
    expect(record.payload.subarray(-chunk.length).equals(chunk)).toBe(true);
  }
  await journal.checkpoint(journal.durableEnd());
  await journal.close();
});
