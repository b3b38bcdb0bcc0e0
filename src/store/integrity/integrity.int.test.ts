import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BlockWriter, EventReader, splitBody } from '../../audit/index.ts';
import { createEngine, type Engine, type EngineSupervisor, superviseEngine } from '../../engine/index.ts';
import { createLogger, createManualClock, realFiles, systemClock } from '../../platform/index.ts';
import { createEventSearch } from '../event-search.ts';
import { createEventWriter } from '../events.ts';
import { migrateStore } from '../migrate.ts';
import { createMendingEngine, type MendingEngine } from './damage.ts';
import { createIntegrity, type Integrity } from './integrity.ts';
import { dayOf, type Manifest, openManifest } from './manifest.ts';

const logger = createLogger('silent');
const receivedAt = Date.UTC(2026, 10, 21, 1) * 1000;
const day = dayOf(receivedAt);
let data = '';
let supervisor: EngineSupervisor;
let bare: Engine;
let engine: MendingEngine;
let manifest: Manifest;
let integrity: Integrity;
let position = 0;

/** Starts what a start of the server starts. */
async function open(): Promise<void> {
  supervisor = superviseEngine({ directory: path.join(data, 'engine') });
  bare = createEngine(() => supervisor.address());
  engine = createMendingEngine(bare, { clock: createManualClock(), logger, onLoss: () => undefined });
  manifest = await openManifest(path.join(data, 'manifest'), realFiles, logger);
  integrity = createIntegrity({ manifest, clock: systemClock, logger });
  await migrateStore(bare);
  await integrity.check(engine);
  await bare.command('SYSTEM STOP MERGES events');
}

async function close(): Promise<void> {
  await bare.close();
  await supervisor.close();
}

beforeEach(async () => {
  data = mkdtempSync(path.join(tmpdir(), 'whodunit-integrity-'));
  await open();
});

afterEach(async () => {
  await close();
  rmSync(data, { recursive: true, force: true });
});

function lineOf(id: number): string {
  const stageTimestamp = new Date(Date.UTC(2026, 10, 20, 18) + id * 10).toISOString();
  const requestURI = `/api/v1/namespaces/shop-${id % 13}/pods/${id}`;
  return JSON.stringify({ auditID: `a-${id}`, stage: 'ResponseComplete', verb: 'get', requestURI, stageTimestamp });
}

/** Stores a part of five hundred events, as the indexer does. */
async function store(number: number): Promise<void> {
  const body = Buffer.from(Array.from({ length: 500 }, (_, index) => lineOf(number * 500 + index)).join('\n'));
  const reader = new EventReader();
  const block = new BlockWriter();
  for (const { from, to } of splitBody(body).pieces) {
    expect(reader.read(body, from, to, receivedAt)).toBeUndefined();
    block.write(reader.row, 'c');
  }
  await createEventWriter(engine).insert(block.finish().bytes, `token-${number}`);
  await changeCount(500);
}

async function changeCount(events: number): Promise<void> {
  position += 1;
  const changes = [{ day, clusterId: 'c', events }];
  await manifest.apply({ journalId: 'j', from: position, next: position + 1, changes });
}

async function parts(): Promise<{ readonly name: string; readonly path: string }[]> {
  const { rows } = await bare.rows(
    "SELECT name, path FROM system.parts WHERE table = 'events' AND active ORDER BY min_block_number",
  );
  return rows.map(([name, at]) => ({ name: String(name), path: String(at) }));
}

/** Flips sixteen bytes in the middle of a file. */
function flip(file: string): void {
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  for (let at = middle; at < middle + 16; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

async function total(): Promise<number> {
  return Number((await engine.rows('SELECT count() FROM events')).rows[0]?.[0]);
}

test('parts that are broken at a start are missed, to the event, before the store is ready; the rest can be read', async () => {
  for (let number = 0; number < 6; number += 1) await store(number);
  await integrity.check(engine);
  expect(integrity.losses()).toEqual({ missingParts: 0, missingEvents: 0 });
  const [first, second] = await parts();
  await close();
  truncateSync(path.join(first?.path ?? '', 'data.bin'), 100);
  flip(path.join(second?.path ?? '', 'checksums.txt'));
  await open();
  expect(integrity.losses()).toEqual({ missingParts: 2, missingEvents: 1000 });
  expect(await total()).toBe(2000);
  // A folder that is gone altogether is missed as well.
  const [third] = await parts();
  await close();
  rmSync(third?.path ?? '', { recursive: true });
  await open();
  expect(integrity.losses()).toEqual({ missingParts: 2, missingEvents: 1500 });
});

test('merges, mutations, deletions of rows and dropped days are no losses', async () => {
  for (let number = 0; number < 4; number += 1) await store(number);
  await bare.command('SYSTEM START MERGES events');
  await bare.command('OPTIMIZE TABLE events FINAL');
  await integrity.check(engine);
  expect(await parts()).toHaveLength(1);
  expect(integrity.losses().missingEvents).toBe(0);
  await changeCount(-1);
  await bare.command("DELETE FROM events WHERE audit_id_text = 'a-7'");
  await integrity.check(engine);
  expect(integrity.losses().missingEvents).toBe(0);
  await manifest.forget(() => true);
  await bare.command(`ALTER TABLE events DROP PARTITION ID '${day}'`);
  await integrity.check(engine);
  expect(integrity.losses().missingEvents).toBe(0);
});

test('a store that was filled before there was a manifest is taken as it is, and missed from then on', async () => {
  await store(0);
  await close();
  rmSync(path.join(data, 'manifest'), { recursive: true });
  await open();
  expect(manifest.counts().get(day)?.get('c')).toBe(500);
  expect(integrity.losses().missingEvents).toBe(0);
  const [part] = await parts();
  await close();
  rmSync(part?.path ?? '', { recursive: true });
  await open();
  expect(integrity.losses()).toEqual({ missingParts: 1, missingEvents: 500 });
});

test('bytes that were flipped cost the part that they are in: look-ups, searches and deletions go on without it', async () => {
  for (let number = 0; number < 4; number += 1) await store(number);
  const [first, second, third] = await parts();
  for (const part of [first, second, third]) flip(path.join(part?.path ?? '', 'data.bin'));
  // What the engine has in memory of a file, it does not read again.
  await close();
  await open();
  expect(await total()).toBe(2000);

  const found = await createEventWriter(engine).findTwins({
    clusterIds: ['c'],
    fromMicros: 0,
    toMicros: Date.UTC(2100, 0) * 1000,
    auditIds: Buffer.alloc(16),
  });
  expect(found.size).toBe(0);
  const range = { fromMicros: 0, toMicros: Date.UTC(2100, 0) * 1000 };
  const search = createEventSearch(engine, { seconds: 60, memoryBytes: 1 << 30, threads: 2 });
  const scope = { clusterIds: null, namespaces: null, bodies: true };
  const events = await search.page({ condition: '1', parameters: {}, range, scope, order: 'asc', limit: 5000 });
  expect(events).toHaveLength(500);
  await integrity.check(engine);
  expect(integrity.losses()).toEqual({ missingParts: 3, missingEvents: 1500 });

  // The same bytes that came before are stored again: neither a token nor a look-up drops them.
  await store(1);
  expect(await total()).toBe(1000);
});

test('a deletion that met a damaged part goes on without it', async () => {
  await store(0);
  await store(1);
  const [first] = await parts();
  await close();
  flip(path.join(first?.path ?? '', 'data.bin'));
  await open();
  await bare.command('SYSTEM START MERGES events');
  await engine.command("DELETE FROM events WHERE audit_id_text IN ('a-3', 'a-501')");
  expect(await total()).toBe(499);
});

test('a deletion in the background that waits for a damaged part is freed', async () => {
  await store(0);
  await store(1);
  const [first] = await parts();
  await close();
  flip(path.join(first?.path ?? '', 'data.bin'));
  await open();
  await bare.command('SYSTEM START MERGES events');
  await changeCount(-1);
  await bare.command("ALTER TABLE events DELETE WHERE audit_id_text IN ('a-3', 'a-502') SETTINGS mutations_sync = 0");
  const undone = "SELECT count() FROM system.mutations WHERE table = 'events' AND NOT is_done";
  const stuck = `${undone} AND latest_failed_part != ''`;
  await expect.poll(async () => (await bare.rows(stuck)).rows[0]?.[0], { timeout: 30_000 }).toBe('1');
  await integrity.check(engine);
  await expect.poll(async () => (await bare.rows(undone)).rows[0]?.[0], { timeout: 30_000 }).toBe('0');
  await integrity.check(engine);
  expect(integrity.losses().missingEvents).toBe(500);
});

test('a store is opened however many of its parts are broken', async () => {
  for (let number = 0; number < 110; number += 1)
    await bare.command(
      `INSERT INTO events (cluster_id, received_at, time, audit_id) SELECT 'c', '2026-11-21 01:00:00', '2026-11-21 01:00:00', generateUUIDv4()`,
    );
  await manifest.adopt(new Map([[day, new Map([['c', 110]])]]));
  const all = await parts();
  await close();
  for (const part of all.slice(1)) truncateSync(path.join(part.path, 'data.bin'), 10);
  await open();
  expect(integrity.losses()).toEqual({ missingParts: all.length - 1, missingEvents: 109 });
});
