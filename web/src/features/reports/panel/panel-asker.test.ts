import { expect, it } from 'vitest';
import type { PanelAnswer } from '../../../api/dashboards.ts';
import { createPanelAsker } from './panel-asker.ts';
import { createPanelQueue } from './panel-queue.ts';

const answerOf = (id: string): PanelAnswer => ({
  id,
  title: id,
  counts: 'operations',
  chart: 'value',
  query: '',
  columns: [],
  rows: [],
  elapsedMs: 0,
  meta: { elapsedMs: 0, warnings: [] },
});

/** An asker whose runs end when they are told to. */
function start(limit: number) {
  const runs: { readonly panels: readonly string[]; readonly signal: AbortSignal; readonly end: () => void }[] = [];
  const asker = createPanelAsker(createPanelQueue(limit), (_dashboard, panels, _request, signal) => {
    const { promise, resolve } = Promise.withResolvers<ReadonlyMap<string, PanelAnswer>>();
    runs.push({ panels, signal, end: () => resolve(new Map(panels.map((id) => [id, answerOf(id)]))) });
    return promise;
  });
  const ask = (panel: string, rank: number, together: readonly string[] = [], signal = new AbortController().signal) =>
    asker.ask({ dashboard: 'd', panel, request: { from: '-1h' }, together, rank: () => rank }, signal);
  return { runs, ask, begun: () => runs.map(({ panels }) => panels) };
}

it('asks in one run for those that belong together, in the place of the first of them', async () => {
  const { runs, ask, begun } = start(1);
  const values = ['a', 'c'];
  const all = [ask('b', 2), ask('c', 3, values), ask('a', 1, values), ask('d', 4)];
  await expect.poll(begun).toEqual([['c', 'a']]);
  runs[0]?.end();
  await expect.poll(begun).toEqual([['c', 'a'], ['b']]);
  runs[1]?.end();
  await expect.poll(begun).toEqual([['c', 'a'], ['b'], ['d']]);
  runs[2]?.end();
  expect((await Promise.all(all)).map(({ id }) => id)).toEqual(['b', 'c', 'a', 'd']);
});

it('asks anew for a panel whose run has begun', async () => {
  const { ask, begun } = start(2);
  const values = ['a', 'b'];
  void ask('a', 1, values);
  await expect.poll(begun).toEqual([['a']]);
  void ask('b', 2, values);
  await expect.poll(begun).toEqual([['a'], ['b']]);
});

it('goes on for the others when one is given up, and ends the run when all are', async () => {
  const { runs, ask, begun } = start(1);
  const [left, also] = [new AbortController(), new AbortController()];
  const values = ['a', 'b'];
  const first = ask('a', 1, values, left.signal);
  const second = ask('b', 2, values, also.signal);
  await expect.poll(begun).toEqual([['a', 'b']]);
  left.abort(new Error('left'));
  await expect(first).rejects.toThrow('left');
  expect(runs[0]?.signal.aborted).toBe(false);
  also.abort(new Error('left too'));
  await expect(second).rejects.toThrow('left too');
  expect(runs[0]?.signal.aborted).toBe(true);
});

it('asks for none of those that were given up before their turn', async () => {
  const { runs, ask, begun } = start(1);
  void ask('a', 1);
  const gone = new AbortController();
  const given = [ask('b', 2, ['b', 'c'], gone.signal), ask('d', 3, ['d', 'e'], gone.signal)];
  const kept = ask('c', 4, ['b', 'c']);
  await expect.poll(begun).toEqual([['a']]);
  gone.abort(new Error('left'));
  for (const one of given) await expect(one).rejects.toThrow('left');
  runs[0]?.end();
  await expect.poll(begun).toEqual([['a'], ['c']]);
  runs[1]?.end();
  expect(await kept).toMatchObject({ id: 'c' });
});
