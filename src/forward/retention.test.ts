import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventsOf, type ForwardKit, type Sink, startForwardKit, startSink } from './testkit.ts';

const dayMs = 86_400_000;
let kit: ForwardKit;
let away: Sink;
let fine: Sink;
beforeEach(async () => {
  kit = await startForwardKit();
  away = await startSink(() => 'never');
  fine = await startSink();
});
afterEach(async () => {
  await kit.close();
  for (const sink of [away, fine]) await sink[Symbol.asyncDispose]();
});

const destination = (name: string, { url }: Sink, more = ''): string =>
  `kind: Destination\nname: ${name}\ntype: webhook\nurl: ${url}\n${more}`;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

test('what retention removes before a destination had it is counted, of that destination alone', async () => {
  await kit.apply(destination('away', away));
  await kit.apply(destination('fine', fine));
  await kit.apply(destination('other', away, 'clusters: [other]\n'));
  const day = dayOf(kit.kept.clock.now());
  kit.receive({ id: 'a' }, { id: 'b' });
  await kit.until(() => fine.calls.flatMap(eventsOf).length === 2 && away.open() === 1);
  await kit.until(async () => (await kit.forwarding.list()).some(({ sent }) => sent === 2));
  kit.kept.clock.advance(2 * dayMs);
  kit.receive({ id: 'c' });
  await kit.until(() => fine.calls.flatMap(eventsOf).length === 3);
  await kit.until(async () => (await kit.forwarding.list()).some(({ sent }) => sent === 3));
  await kit.forwarding.removed({ cluster: 'prod', day, events: 2 });
  const lost = (await kit.forwarding.list()).map(({ name, lost: events }) => [name, events]);
  expect(lost).toEqual([
    ['away', 2],
    ['fine', 0],
    ['other', 0],
  ]);
  expect(await kit.registry.metrics()).toContain('whodunit_forward_events_total{destination="away",outcome="lost"} 2');
});

test('a destination that holds events back keeps them beyond their retention, as long as it may', async () => {
  await kit.apply(destination('away', away, 'holdBackDays: 7\n'));
  const heldBack = (retentionDays: number): Promise<number> =>
    kit.forwarding.heldBackDays({ name: 'prod', retentionDays });
  kit.receive({ id: 'a' });
  await kit.until(() => away.open() === 1);
  expect(await heldBack(3)).toBe(0);
  kit.kept.clock.advance(5 * dayMs);
  expect([await heldBack(3), await heldBack(30)]).toEqual([3, 0]);
  kit.kept.clock.advance(30 * dayMs);
  expect(await heldBack(3)).toBe(7);
});

test('after a start nothing is removed that is held back, before it is known what there is', async () => {
  await kit.apply(destination('away', away, 'holdBackDays: 7\n'));
  kit.receive({ id: 'a' });
  await kit.until(() => away.open() === 1);
  kit.kept.clock.advance(5 * dayMs);
  await kit.restart({ isPending: true });
  expect(await kit.forwarding.heldBackDays({ name: 'prod', retentionDays: 3 })).toBe(3);
});
