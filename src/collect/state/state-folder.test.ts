import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realFiles } from '../../platform/index.ts';
import { markOf } from '../files/mark.ts';
import type { Checkpoint } from './checkpoint.ts';
import { openStateFolder } from './state-folder.ts';

let parent: string;
let directory: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'whodunit-state-'));
  directory = path.join(parent, 'state');
});
afterEach(() => rmSync(parent, { recursive: true }));

const here = { files: realFiles, machine: 'a' };
const mark = markOf(Buffer.from('some bytes'));
const generations: Checkpoint['generations'] = [
  {
    path: '/var/log/audit.log',
    id: '1:2',
    head: mark,
    offset: 10,
    anchor: mark,
    anchorEnd: 10,
    size: 20,
    isDone: false,
  },
];

/** Leaves a folder behind in which something was kept. */
async function leave(): Promise<Checkpoint> {
  const state = await openStateFolder(directory, here);
  const totals = { lines: 1, bytes: 10, rejected: 0, lostBytes: 0, losses: 0 };
  const checkpoint = { ...state.checkpoint, generations, totals };
  await state.save(checkpoint);
  state.close();
  return checkpoint;
}

test('what was kept is there again', async () => {
  const kept = await leave();
  const state = await openStateFolder(directory, here);
  expect(state.checkpoint).toEqual(kept);
  state.close();
});

test('a folder is for one agent at a time', async () => {
  const state = await openStateFolder(directory, here);
  await expect(openStateFolder(directory, here)).rejects.toThrow(/another agent is using it/);
  state.close();
  (await openStateFolder(directory, here)).close();
});

test('one from another machine is refused, and goes on being usable on its own', async () => {
  await leave();
  await expect(openStateFolder(directory, { ...here, machine: 'b' })).rejects.toThrow(/it comes from another machine/);
  (await openStateFolder(directory, here)).close();
  // A container may not know its machine.
  (await openStateFolder(directory, { ...here, machine: '' })).close();
});

test('a copy is refused', async () => {
  await leave();
  const copy = path.join(parent, 'copy');
  cpSync(directory, copy, { recursive: true });
  await expect(openStateFolder(copy, here)).rejects.toThrow(/it is a copy of another agent's/);
});

test.each(['', '{"version":1', '{"version":1}', 'null', '[]'])(
  'a damaged checkpoint (%j) is set aside',
  async (contents) => {
    await leave();
    writeFileSync(path.join(directory, 'checkpoint.json'), contents);
    const state = await openStateFolder(directory, here);
    expect(state.wasDamaged).toBe(true);
    expect(state.checkpoint.generations).toEqual([]);
    expect(readFileSync(path.join(directory, 'checkpoint.json.damaged'), 'utf8')).toBe(contents);
    state.close();
  },
);

test('that of a newer version is left alone', async () => {
  await leave();
  writeFileSync(path.join(directory, 'checkpoint.json'), '{"version":2}');
  await expect(openStateFolder(directory, here)).rejects.toThrow(/a newer version of whodunit wrote it/);
  expect(readdirSync(directory).toSorted()).toEqual(['checkpoint.json', 'lock']);
});

test('a half-written checkpoint beside the whole one is not looked at', async () => {
  const kept = await leave();
  writeFileSync(path.join(directory, 'checkpoint.json.tmp'), '');
  const state = await openStateFolder(directory, here);
  expect(state.checkpoint).toEqual(kept);
  await state.save(kept);
  state.close();
});
