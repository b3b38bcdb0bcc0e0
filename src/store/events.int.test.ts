import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BlockWriter, EventReader, IdentityReader } from '../audit/index.ts';
import { EngineError } from '../engine/index.ts';
import { createEventWriter, type EventWriter } from './index.ts';
import { startTestEngine, type TestEngine } from './testkit.ts';

let engine: TestEngine;
let writer: EventWriter;

beforeAll(async () => {
  engine = await startTestEngine();
  writer = createEventWriter(engine);
});
afterAll(() => engine.close());

const cut = '"annotations":{"audit.k8s.io/truncated":"true"},';

function event(id: string, more = ''): string {
  return `{"auditID":"${id}","stage":"ResponseComplete",${more}"verb":"get","stageTimestamp":"2026-11-20T18:05:19.347836Z"}`;
}

/** Events as rows, with what the writer needs to know of them. */
function encode(clusterId: string, events: readonly string[], receivedAt = 1_763_700_000_000_000) {
  const reader = new EventReader();
  const block = new BlockWriter();
  const identities = new IdentityReader();
  const keys: string[] = [];
  for (const text of events) {
    const bytes = Buffer.from(text);
    expect(reader.read(bytes, 0, bytes.length, receivedAt)).toBeUndefined();
    block.write(reader.row, clusterId);
    keys.push(`${clusterId}\u00ff${identities.identityOf(reader.row)}`);
  }
  return {
    rows: block.finish().bytes,
    keys,
    extent: {
      clusterIds: [clusterId],
      fromMicros: 0,
      toMicros: Date.UTC(2100, 0, 1) * 1000,
      auditIds: block.auditIds(),
    },
  };
}

async function count(clusterId: string, where = '1'): Promise<number> {
  const { rows } = await engine.rows(`SELECT count() FROM events WHERE cluster_id = {c:String} AND ${where}`, {
    parameters: { c: clusterId },
  });
  return Number(rows[0]?.[0]);
}

test('a repeated block of a token adds nothing; the same rows under another token do', async () => {
  const { rows } = encode('token', [event('a'), event('b')]);
  await writer.insert(rows, 'token-1');
  await writer.insert(rows, 'token-1');
  expect(await count('token')).toBe(2);
  await writer.insert(rows, 'token-2');
  expect(await count('token')).toBe(4);
});

describe('twins', () => {
  test('are found by identity, whatever kind of id they have, within their cluster', async () => {
    const uuid = '7b3235de-a13d-47d6-9c83-242358b2bb95';
    const events = [event(uuid), event('chosen', cut), event('ABC'), `{"auditID":"no-time","verb":"get"}`];
    const { rows, keys } = encode('twins', events);
    await writer.insert(rows, 'twins');
    const again = encode('twins', [...events, event('unknown')], 1_763_800_000_000_000);
    const twins = await writer.findTwins(again.extent);
    expect([...twins.keys()].toSorted()).toEqual(keys.toSorted());
    expect(keys.map((key) => twins.get(key)?.isTruncated)).toEqual([false, true, false, false]);
    expect(again.keys.slice(0, 4)).toEqual(keys);
    expect((await writer.findTwins({ ...again.extent, clusterIds: ['others'] })).size).toBe(0);
  });

  test('a whole one beside its cut twin is the one that counts, and the delete takes the cut one only', async () => {
    const truncated = encode('pair', [event('a', cut), event('b', cut)]);
    await writer.insert(truncated.rows, 'pair-1');
    const [key = ''] = truncated.keys;
    const name = (await writer.findTwins(truncated.extent)).get(key)?.key ?? '';
    await writer.insert(encode('pair', [event('a')], 1_763_800_000_000_000).rows, 'pair-2');
    // Whose receipt is the truncated one's, for whom it is deleted from.
    const both = { isTruncated: false, key: name, truncatedReceivedAtMicros: 1_763_700_000_000_000 };
    expect((await writer.findTwins(truncated.extent)).get(key)).toEqual(both);
    await writer.deleteTruncated('pair', [name]);
    await writer.deleteTruncated('pair', [name]);
    expect(await count('pair')).toBe(2);
    const whole = { isTruncated: false, key: name, truncatedReceivedAtMicros: undefined };
    expect((await writer.findTwins(truncated.extent)).get(key)).toEqual(whole);
    expect(await count('pair', `annotations != ''`)).toBe(1);
  });

  test('of 20,000 cut events are deleted, more than one statement names', async () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `many-${index}`);
    const { rows, extent } = encode(
      'many',
      ids.map((id) => event(id, cut)),
    );
    await writer.insert(rows, 'many');
    const twins = await writer.findTwins(extent);
    expect(twins.size).toBe(20_000);
    await writer.deleteTruncated(
      'many',
      [...twins.values()].map(({ key }) => key),
    );
    expect(await count('many')).toBe(0);
  });

  test('an engine that lost the ids of the batch says so instead of finding nothing', async () => {
    const { extent } = encode('lost', [event('a')]);
    const forgetful = createEventWriter({ ...engine, insert: async () => undefined });
    await expect(forgetful.findTwins(extent)).rejects.toThrow(EngineError);
  });
});

test('rows that the engine cannot read are refused with its own code, and none of their block is stored', async () => {
  const { rows } = encode('torn', [event('a'), event('b')]);
  await expect(writer.insert(rows.subarray(0, rows.length - 20), 'torn')).rejects.toBeInstanceOf(EngineError);
  expect(await count('torn')).toBe(0);
});

test('parts that were merged are gone from the disk within a minute', async () => {
  for (const id of ['m', 'n']) await writer.insert(encode('merged', [event(id)]).rows, `merged-${id}`);
  const parts = async (where: string): Promise<number> => {
    const { rows } = await engine.rows(`SELECT count() FROM system.parts WHERE table = 'events' AND ${where}`);
    return Number(rows[0]?.[0]);
  };
  await engine.command('OPTIMIZE TABLE events FINAL');
  expect(await parts('NOT active')).toBeGreaterThan(1);
  await vi.waitFor(async () => expect(await parts('NOT active')).toBe(0), { timeout: 60_000, interval: 1000 });
  expect(await count('merged')).toBe(2);
}, 90_000);
