import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  actorColumn,
  actorExpression,
  type Column,
  columns,
  fullTextColumn,
  fullTextExpression,
  fullTextIndex,
  fullTextTokenizer,
  requestKeyColumn,
  requestKeyExpression,
} from '../audit/index.ts';
import { createEngine, type Engine, type EngineSupervisor, superviseEngine } from '../engine/index.ts';
import { createEventSearch } from './event-search.ts';
import { migrateStore } from './migrate.ts';
import { storeMigrations } from './migrations/index.ts';
import { insertLines, startTestEngine, type TestEngine } from './testkit.ts';

/** The schema of the release before. */
const released = 2;
const newest = storeMigrations.length;
const layout = storeMigrations.at(-1)?.layout ?? '';

/** All migrations, and one more of some other day. */
const withAnother = (...statements: readonly string[]) => [...storeMigrations, { layout, statements }];

function lineAt(index: number): string {
  const stageTimestamp = new Date(Date.UTC(2026, 10, 20, 18) + index * 10).toISOString();
  return JSON.stringify({ auditID: `a-${index}`, stage: 'ResponseComplete', verb: 'get', stageTimestamp });
}

describe('a store', () => {
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

  /** What a search of everything gives of an event's text. */
  async function found(): Promise<string[]> {
    const search = createEventSearch(engine, { seconds: 30, memoryBytes: 1 << 30, threads: 2 });
    const range = { fromMicros: 0, toMicros: Date.UTC(2100, 0) * 1000 };
    const scope = { clusterIds: null, namespaces: null, bodies: true };
    const page = await search.page({ condition: '1', parameters: {}, range, scope, order: 'asc', limit: 10 });
    return page.map(({ bytes }) => Buffer.from(bytes).toString());
  }

  test('of the release before gets what it lacks and keeps its events', async () => {
    await migrateStore(engine, storeMigrations.slice(0, released));
    // Columns of today's releases may not be there: what all releases have is enough for an event.
    await engine.command(
      `INSERT INTO events (cluster_id, received_at, time, stage, audit_id, audit_id_text, verb, raw)
       VALUES ('c', '2026-11-20 18:05:20', '2026-11-20 18:05:19', 'ResponseComplete', generateUUIDv4(), 'before', 'get', '{"auditID":"before"}')`,
    );
    expect(await answer('SELECT max(version) FROM migrations')).toBe(released);
    const ofIndex = "SELECT count() FROM system.data_skipping_indices WHERE name = 'received_at_range'";
    expect(await answer(ofIndex)).toBe('0');
    await migrateStore(engine);
    await migrateStore(engine);
    expect(await answer('SELECT count() FROM migrations')).toBe(String(newest));
    expect(await answer(ofIndex)).toBe('1');
    // The engine fills it for the events that are there, by and by.
    const filled =
      "SELECT data_uncompressed_bytes > 0 FROM system.data_skipping_indices WHERE name = 'received_at_range'";
    await expect.poll(() => answer(filled), { timeout: 60_000 }).toBe(1);
    expect(await answer(`SELECT count() FROM events WHERE hasAnyTokens(${fullTextColumn}, ['get'])`)).toBe('1');
    // Events of before have no user here: they may have started.
    const computed = `SELECT count() FROM events WHERE ${requestKeyColumn} = ${requestKeyExpression} AND ${requestKeyColumn} != 0`;
    expect(await answer(computed)).toBe('1');
    await insertLines(engine, 'c', [lineAt(0)]);
    expect(await found()).toEqual([lineAt(0), '{"auditID":"before"}']);
  });

  test('gets a new column, also beside the events that it has', async () => {
    await migrateStore(
      engine,
      withAnother("ALTER TABLE events ADD COLUMN IF NOT EXISTS more String DEFAULT 'none' CODEC(ZSTD(1))"),
    );
    expect(await answer("SELECT count() FROM events WHERE more = 'none'")).toBe('2');
    await insertLines(engine, 'c', [lineAt(1)]);
    expect(await found()).toEqual([lineAt(0), lineAt(1), '{"auditID":"before"}']);
    await engine.command('ALTER TABLE events DROP COLUMN more');
    await engine.command('DELETE FROM migrations WHERE version > {newest:UInt32}', { parameters: { newest } });
  });

  test('is given a migration again that was cut short', async () => {
    const more = 'CREATE TABLE IF NOT EXISTS more (x UInt8) ENGINE = Memory';
    await expect(migrateStore(engine, withAnother(more, 'SELECT nonsense'))).rejects.toThrow('nonsense');
    expect(await answer('SELECT max(version) FROM migrations')).toBe(newest);
    await migrateStore(engine, withAnother(more));
    expect(await answer('SELECT max(version) FROM migrations')).toBe(newest + 1);
  });

  test('of a newer release is refused as it is', async () => {
    const message = `it has schema ${newest + 1}, and this release knows up to ${newest}`;
    await expect(migrateStore(engine)).rejects.toMatchObject({ code: 'conflict', retryable: false });
    await expect(migrateStore(engine)).rejects.toThrow(message);
    await engine.command('DELETE FROM migrations WHERE version > {newest:UInt32}', { parameters: { newest } });
    await migrateStore(engine);
  });

  test('whose events no release laid out is refused, and its layout left, whatever there is to migrate', async () => {
    const other = 'layout of some other day';
    await engine.command(`ALTER TABLE events MODIFY COMMENT '${other}'`);
    await expect(migrateStore(engine)).rejects.toMatchObject({ code: 'conflict' });
    await expect(migrateStore(engine, withAnother('TRUNCATE TABLE events'))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await answer("SELECT comment FROM system.tables WHERE name = 'events'")).toBe(other);
    expect(await answer('SELECT count() FROM events')).toBe('3');
    await engine.command(`ALTER TABLE events MODIFY COMMENT '${layout}'`);
    await migrateStore(engine);
  });
});

describe('the migrations together', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine();
  });
  afterAll(() => engine.close());

  test('make the table that the columns of the event model ask for', async () => {
    const wanted = columns.map(
      ({ name, type, ...rest }: Column) => `${name} ${type} CODEC(${rest.codec ?? 'ZSTD(1)'})`,
    );
    const text = `INDEX ${fullTextIndex} ${fullTextExpression} TYPE text(tokenizer = ${fullTextTokenizer})`;
    const alias = `${fullTextColumn} String ALIAS ${fullTextExpression}`;
    const key = `${requestKeyColumn} UInt128 MATERIALIZED ${requestKeyExpression} CODEC(ZSTD(1))`;
    const actor = `${actorColumn} LowCardinality(String) MATERIALIZED ${actorExpression} CODEC(ZSTD(1))`;
    await engine.command(
      `CREATE TABLE wanted (${[...wanted, alias, key, actor, text].join(',\n')}) ENGINE = MergeTree ORDER BY time`,
    );
    const columnsOf = async (table: string) =>
      (
        await engine.rows(
          `SELECT name, type, compression_codec, default_kind, default_expression FROM system.columns
           WHERE database = currentDatabase() AND table = {table:String} ORDER BY position`,
          { parameters: { table } },
        )
      ).rows;
    const textIndexOf = async (table: string) =>
      (
        await engine.rows(
          'SELECT expr, type_full FROM system.data_skipping_indices WHERE table = {table:String} AND name = {index:String}',
          { parameters: { table, index: fullTextIndex } },
        )
      ).rows;
    expect(await columnsOf('events')).toEqual(await columnsOf('wanted'));
    expect(await textIndexOf('events')).toEqual(await textIndexOf('wanted'));
    expect(await textIndexOf('events')).toHaveLength(1);
  });

  test('let a window of receipts be read without the rest of its day', async () => {
    // Four clusters, forty minutes: merged parts hold them one after the other.
    for (let minute = 0; minute < 40; minute += 1)
      for (const cluster of ['a', 'b', 'c', 'd']) {
        const lines = Array.from({ length: 500 }, (_, index) => lineAt(minute * 6000 + index * 10));
        await insertLines(engine, cluster, lines, Date.UTC(2026, 10, 21, 1, minute) * 1000);
      }
    await engine.command('OPTIMIZE TABLE events FINAL');
    const rowsRead = async (use: 0 | 1) => {
      const { rows, statistics } = await engine.rows(
        "SELECT count(), max(audit_id_text) FROM events WHERE received_at >= '2026-11-21 01:20:00' AND received_at < '2026-11-21 01:21:00'",
        { settings: { use_skip_indexes: use, use_query_condition_cache: 0 } },
      );
      expect(rows[0]?.[0]).toBe('2000');
      return statistics.rowsRead;
    };
    expect(await rowsRead(0)).toBe(80_000);
    expect(await rowsRead(1)).toBeLessThan(20_000);
  });
});
