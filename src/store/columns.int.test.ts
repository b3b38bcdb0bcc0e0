import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mutateEvent } from '../../test/support/mutate-event.ts';
import { recordedLines, recordings } from '../../test/support/recorded.ts';
import { BlockWriter, columns, EventReader, renderEvent, RowReader } from '../audit/index.ts';
import { createEventWriter } from './index.ts';
import { startTestEngine, type TestEngine } from './testkit.ts';

const receivedAt = 1_763_700_000_000_000;
const jsonColumns = [
  'user_groups',
  'user_extra',
  'impersonated_user',
  'authentication_metadata',
  'source_ips',
  'response_details',
  'request_object',
  'response_object',
  'annotations',
  'other',
];
let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());

/** Inserts events under a cluster of their own, each received a microsecond after the one before: so they are told apart. */
async function insert(clusterId: string, events: readonly Uint8Array[]): Promise<void> {
  const reader = new EventReader();
  const writer = new BlockWriter();
  for (const [index, event] of events.entries()) {
    expect(reader.read(event, 0, event.length, receivedAt + index)).toBeUndefined();
    writer.write(reader.row, clusterId);
  }
  await createEventWriter(engine).insert(writer.finish().bytes, '');
}

/** Holds the engine's columns against what the reader says of each event, and the bytes given back against those received. */
async function compare(clusterId: string, events: readonly Uint8Array[]): Promise<void> {
  const names = columns.map(({ name }) => name).join(', ');
  const answer = await engine.binary(`SELECT ${names} FROM events WHERE cluster_id = {c:String} ORDER BY received_at`, {
    parameters: { c: clusterId },
  });
  const stored = new RowReader(answer);
  const reader = new EventReader();
  for (const [index, event] of events.entries()) {
    expect(stored.next()).toBe(true);
    expect(reader.read(event, 0, event.length, receivedAt + index)).toBeUndefined();
    const [row, expected] = [stored.row, reader.row];
    expect(Buffer.from(renderEvent(row)).equals(event)).toBe(true);
    for (const { name } of columns.slice(1))
      if (row.text(name) !== expected.text(name)) expect.fail(`${name}: ${event.toString()}`);
    expect([row.time, row.receivedAt, row.requestReceivedAt, row.responseCode, row.layout]).toEqual([
      expected.time,
      expected.receivedAt,
      expected.requestReceivedAt,
      expected.responseCode,
      expected.layout,
    ]);
  }
  expect(stored.next()).toBe(false);
}

/** How many rows hold JSON in a column of which the engine's own JSON functions make nothing. */
async function unreadableJson(clusterId: string, column: string): Promise<number> {
  const { rows } = await engine.rows(
    `SELECT countIf(${column} != '' AND (NOT isValidJSON(${column}) OR JSONExtractRaw(concat('{"v":', ${column}, '}'), 'v') = ''))
     FROM events WHERE cluster_id = {c:String}`,
    { parameters: { c: clusterId } },
  );
  return Number(rows[0]?.[0]);
}

describe("the engine's columns are what the reader says, and the event comes back byte for byte", () => {
  test.each(recordings)('%s', async (name) => {
    const lines = recordedLines(name);
    await insert(name, lines);
    await compare(name, lines);
  });

  const lines = recordings.flatMap((name) => recordedLines(name));
  const mutated = Array.from({ length: 2500 }, (_, index) =>
    mutateEvent(lines[(index * 37) % lines.length] ?? Buffer.alloc(0), index),
  );

  test('2,500 odd events', async () => {
    await insert('odd', mutated);
    await compare('odd', mutated);
  });

  test.each(jsonColumns)('JSON functions work on %s of each of them', async (column) => {
    expect(await unreadableJson('odd', column)).toBe(0);
  });

  test('a body of a megabyte, an audit id of a megabyte, and a name of every kind of byte', async () => {
    const bytes = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
    const events = [
      { auditID: 'x'.repeat(1 << 20), verb: 'get' },
      { auditID: 'a', requestObject: { data: '\u0000é😀"\\'.repeat(150_000) } },
      { auditID: 'b', user: { username: bytes }, objectRef: { name: bytes } },
      { auditID: 'c', stageTimestamp: '9999-12-31T23:59:59.999999Z' },
    ].map((event) => Buffer.from(JSON.stringify(event)));
    await insert('large', events);
    await compare('large', events);
    for (const column of jsonColumns) expect(await unreadableJson('large', column)).toBe(0);
  });
});

test('of very many values each comes back, those too that were written twice', async () => {
  const users = 20_000;
  const events = Array.from({ length: users * 2 }, (_, index) =>
    Buffer.from(`{"auditID":"${index}","user":{"username":"u${index % users}"}}`),
  );
  await insert('many', events);
  const { rows } = await engine.rows(
    `SELECT countIf(user_username = concat('u', toString(toUInt32(audit_id_text) % ${users}))) FROM events WHERE cluster_id = 'many'`,
  );
  expect(rows).toEqual([[String(events.length)]]);
});

test('what a repeated key, a folded key or a number hid is found by the engine', async () => {
  await insert('hidden', [
    Buffer.from('{"auditID":"1","requestObject":{"spec":{"nodeName":"shown","nodeName":"real"}}}'),
    Buffer.from('{"auditID":"2","REQUESTOBJECT":{"spec":{"nodeName":"real","n":1e400}}}'),
    Buffer.from(
      `{"auditID":"3","requestObject":{"x":${'['.repeat(1500)}${']'.repeat(1500)},"spec":{"nodeName":"real"}}}`,
    ),
    Buffer.from('{"auditID":"4","requestObject":{"x":"\\ud800","spec":{"nodeName":"real"}}}'),
    Buffer.from('{"auditID":"5","requestObject":{"x":123456789012345678901234567890,"spec":{"nodeName":"real"}}}'),
  ]);
  const { rows } = await engine.rows(
    `SELECT audit_id_text FROM events
     WHERE cluster_id = 'hidden' AND JSONExtractString(request_object, 'spec', 'nodeName') = 'real' ORDER BY 1`,
  );
  expect(rows.map(([id]) => id)).toEqual(['1', '2', '3', '4', '5']);
});
