import { expect, test } from 'vitest';
import { localAdmin } from '../../access/index.ts';
import type { LiveSearch } from '../../analysis/index.ts';
import { ok } from '../../base/index.ts';
import type { StoredEvent } from '../../store/index.ts';
import type { Chunk, Follower } from '../../stream/index.ts';
import type { ServerContext } from '../http/context.ts';
import type { Place, TailHub } from './hub.ts';
import { listen, type TailRequest } from './listener.ts';

const event = { bytes: new Uint8Array(), clusterId: 'c', namespace: '' } as StoredEvent;
const search: LiveSearch = { key: 'rare', finds: () => false, show: () => '{}' };

test('a search that finds nothing in what comes in for minutes says that it is there', async () => {
  let now = 0;
  let left = 60;
  const follower: Follower = {
    read: async () => {
      if (left === 0) return undefined;
      const end = { receivedAtMicros: -left };
      return { events: [event], through: -left, end } satisfies Chunk;
    },
    move: () => {
      left -= 1;
    },
    takeSkipped: () => false,
  };
  const hub = {
    look: async () => 0,
    whenChanged: async () => undefined,
    callerOf: async () => localAdmin,
    clustersNow: async () => '',
    foundIn: async () => {
      now += 1000;
      return [false];
    },
  } as unknown as TailHub;
  const context = {
    clock: { now: () => now },
    journal: { pending: () => ({ events: 0 }) },
    analysis: { live: async () => ok(search) },
  } as unknown as ServerContext;
  const { signal } = new AbortController();
  const request = { context, query: 'rare', clusters: undefined, signal, ending: signal } as unknown as TailRequest;
  const pieces = listen(hub, { search: () => undefined } as unknown as Place, request, follower);
  const toldAt: number[] = [];
  for await (const piece of pieces) {
    expect(piece).toMatch(/^event: status/);
    toldAt.push(now);
    if (toldAt.length === 4) break;
  }
  expect(toldAt).toEqual([1000, 6000, 11_000, 16_000]);
  expect(left).toBeGreaterThan(0);
});
