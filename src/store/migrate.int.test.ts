import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fullTextColumn } from '../audit/index.ts';
import { createEngine, type Engine, type EngineSupervisor, superviseEngine } from '../engine/index.ts';
import { migrateStore, storeMigrations } from './migrate.ts';
import { insertLines } from './testkit.ts';

let directory = '';
let supervisor: EngineSupervisor;
let engine: Engine;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-migrate-'));
  supervisor = superviseEngine({ directory });
  engine = createEngine(() => supervisor.address());
});

afterAll(async () => {
  await engine.close();
  await supervisor.close();
  rmSync(directory, { recursive: true, force: true });
});

async function answer(sql: string): Promise<unknown> {
  return (await engine.rows(sql)).rows[0]?.[0];
}

const event = '{"auditID":"a","stage":"ResponseComplete","verb":"get","stageTimestamp":"2026-11-20T18:05:19.347836Z"}';
const newest = storeMigrations.length;

test('a store of the version before gets what it lacks and keeps its events', async () => {
  await migrateStore(engine, storeMigrations.slice(0, -1));
  await insertLines(engine, 'c', [event]);
  expect(await answer('SELECT max(version) FROM migrations')).toBe(newest - 1);
  expect(await answer("SELECT count() FROM system.tables WHERE name = 'ip_places'")).toBe('0');
  await migrateStore(engine);
  await migrateStore(engine);
  expect(await answer('SELECT count() FROM migrations')).toBe(String(newest));
  expect(await answer('SELECT count() FROM ip_places')).toBe('0');
  expect(await answer(`SELECT count() FROM events WHERE hasAnyTokens(${fullTextColumn}, ['get'])`)).toBe('1');
});

test('a migration that was cut short is run again', async () => {
  const broken = [...storeMigrations, ['CREATE TABLE IF NOT EXISTS more (x UInt8) ENGINE = Memory', 'SELECT nonsense']];
  await expect(migrateStore(engine, broken)).rejects.toThrow('nonsense');
  expect(await answer('SELECT max(version) FROM migrations')).toBe(newest);
  await migrateStore(engine, [...storeMigrations, ['CREATE TABLE IF NOT EXISTS more (x UInt8) ENGINE = Memory']]);
  expect(await answer('SELECT max(version) FROM migrations')).toBe(newest + 1);
});

test('a store of a newer release is refused as it is', async () => {
  const message = `it has schema ${newest + 1}, and this release knows up to ${newest}`;
  await expect(migrateStore(engine)).rejects.toMatchObject({ code: 'conflict', retryable: false });
  await expect(migrateStore(engine)).rejects.toThrow(message);
  await engine.command('DELETE FROM migrations WHERE version > {newest:UInt32}', { parameters: { newest } });
  await migrateStore(engine);
});

test('so is one whose events no release laid out', async () => {
  await engine.command("ALTER TABLE events MODIFY COMMENT 'layout of some other day'");
  await expect(migrateStore(engine)).rejects.toMatchObject({ code: 'conflict' });
  expect(await answer('SELECT count() FROM events')).toBe('1');
});
