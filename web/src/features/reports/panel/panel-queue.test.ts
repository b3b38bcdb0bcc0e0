import { afterEach, expect, it, vi } from 'vitest';
import { aheadRank, createPanelQueue } from './panel-queue.ts';

/** Works that end when they are told to, in the order in which they began. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}

afterEach(() => vi.useRealTimers());

const never = new AbortController().signal;

it('begins with the lowest ranks, a few at a time', async () => {
  const queue = createPanelQueue(2);
  const { begun, work, end } = works();
  const ranks = new Map([
    ['a', 3],
    ['b', 1],
    ['c', 2],
    ['d', 4],
  ]);
  const all = [...ranks.keys()].map((name) => queue.run(() => ranks.get(name) ?? 0, never, work(name)));
  await expect.poll(() => begun).toEqual(['b', 'c']);
  // What is scrolled into view meanwhile comes next.
  ranks.set('d', 0);
  end('b');
  await expect.poll(() => begun).toEqual(['b', 'c', 'd']);
  end('c');
  end('d');
  await expect.poll(() => begun).toEqual(['b', 'c', 'd', 'a']);
  end('a');
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

it('gives a turn back after a failure, and none to what was given up', async () => {
  const queue = createPanelQueue(1);
  const { begun, work, end } = works();
  const failed = queue.run(
    () => 0,
    never,
    () => Promise.reject(new Error('no')),
  );
  const gone = new AbortController();
  const givenUp = queue.run(() => 1, gone.signal, work('given up'));
  const last = queue.run(() => 2, never, work('last'));
  gone.abort(new Error('left'));
  await expect(failed).rejects.toThrow('no');
  await expect(givenUp).rejects.toThrow('left');
  await expect.poll(() => begun).toEqual(['last']);
  end('last');
  expect(await last).toBe('last');
});

it('gives those ahead the server to themselves until they have ended', async () => {
  const queue = createPanelQueue(3);
  const { begun, work, end } = works();
  const ranks = [1, aheadRank, 2, aheadRank, 3, 4] as const;
  const all = ranks.map((rank, index) => queue.run(() => rank, never, work(`${rank}.${index}`)));
  await expect.poll(() => begun).toEqual(['0.1', '0.3']);
  end('0.1');
  await all[1];
  expect(begun).toEqual(['0.1', '0.3']);
  end('0.3');
  await expect.poll(() => begun).toEqual(['0.1', '0.3', '1.0', '2.2', '3.4']);
  for (const name of ['1.0', '2.2', '3.4']) end(name);
  await expect.poll(() => begun.at(-1)).toBe('4.5');
  end('4.5');
  await Promise.all(all);
});

it('lets the others begin where those ahead are slow', async () => {
  vi.useFakeTimers();
  const queue = createPanelQueue(3);
  const { begun, work, end } = works();
  const all = [aheadRank, 1, 2, 3].map((rank) => queue.run(() => rank, never, work(String(rank))));
  await vi.advanceTimersByTimeAsync(1999);
  expect(begun).toEqual(['0']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['0', '1', '2']);
  for (const name of ['0', '1', '2']) end(name);
  await vi.advanceTimersByTimeAsync(0);
  end('3');
  await Promise.all(all);
});
