import { afterEach, beforeEach, expect, test } from 'vitest';
import { localAdmin } from '../access/index.ts';
import { eventsOf, type ForwardKit, type Sink, type SinkAnswer, startForwardKit, startSink } from './testkit.ts';

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
const prodId = async (): Promise<string> => (await kit.kept.records.clusters.list())[0]?.id ?? '';
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
  const note = await kit.forwarding.removing({ cluster: 'prod', clusterId: await prodId(), day, events: 2 });
  expect((await kit.forwarding.list()).map(({ lost }) => lost)).toEqual([0, 0, 0]);
  await note();
  const lost = (await kit.forwarding.list()).map(({ name, lost: events }) => [name, events]);
  expect(lost).toEqual([
    ['away', 2],
    ['fine', 0],
    ['other', 0],
  ]);
  expect(await kit.registry.metrics()).toContain('whodunit_forward_events_total{destination="away",outcome="lost"} 2');
});

test('of a day that a destination had in part only the rest is lost, and nothing of another cluster', async () => {
  const half = await startSink(({ body }) => (body.includes('"c"') ? 'never' : {}));
  await kit.apply(destination('half', half, 'maxEvents: 2\n'));
  const day = dayOf(kit.kept.clock.now());
  kit.receive({ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }, { id: 'e' });
  kit.receive({ id: 'f' }, { id: 'other', clusterId: 'another' });
  await kit.until(async () => (await kit.forwarding.list()).some(({ sent }) => sent === 2) && half.open() === 1);
  const note = await kit.forwarding.removing({ cluster: 'prod', clusterId: await prodId(), day, events: 6 });
  await note();
  expect(await kit.forwarding.list()).toMatchObject([{ name: 'half', sent: 2, lost: 4 }]);
  const nextDay = dayOf(kit.kept.clock.now() + dayMs);
  await (
    await kit.forwarding.removing({ cluster: 'prod', clusterId: await prodId(), day: nextDay, events: 9 })
  )();
  expect(await kit.forwarding.list()).toMatchObject([{ lost: 13 }]);
  await half[Symbol.asyncDispose]();
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

test('what retention removes before a range was sent again is counted with that range, and only of it', async () => {
  let answer: SinkAnswer = {};
  await using sink = await startSink(() => answer);
  await kit.apply(destination('siem', sink, 'maxEvents: 2\n'));
  const dayMicros = kit.kept.clock.nowMicros();
  const day = dayOf(kit.kept.clock.now());
  kit.receive({ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }, { id: 'elsewhere', clusterId: 'another' });
  const toMicros = dayMicros + 1000;
  kit.kept.clock.advance(1000);
  kit.receive({ id: 'after' }, { id: 'happened then', timeMicros: dayMicros });
  await kit.until(async () => (await kit.forwarding.list())[0]?.lagEvents === 0);
  answer = 'never';
  await kit.forwarding.replay('siem', { fromMicros: dayMicros, toMicros }, localAdmin);
  await kit.until(() => sink.open() === 1);
  const remove = async (of: string): Promise<void> => {
    const removed = { cluster: 'prod', clusterId: await prodId(), day: of, events: 6 };
    await (
      await kit.forwarding.removing(removed)
    )();
  };
  await remove(dayOf(kit.kept.clock.now() + dayMs));
  expect(await kit.forwarding.list()).toMatchObject([{ lost: 0, replays: [{ lost: 0 }] }]);
  await remove(day);
  expect(await kit.forwarding.list()).toMatchObject([{ lost: 5, replays: [{ lost: 5 }] }]);
  expect(await kit.registry.metrics()).toContain('whodunit_forward_events_total{destination="siem",outcome="lost"} 5');
});
