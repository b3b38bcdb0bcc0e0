// What the history says of causes of which nobody was told, and by what they were kept back.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Caller, localAdmin } from '../../access/index.ts';
import type { Cause } from '../cause.ts';
import { createHistory } from '../history.ts';
import type { Fate } from '../kept-back.ts';
import { cause, event, everything, type NotifierTest, over, startNotifierTest } from './testkit.ts';

let on: NotifierTest;
beforeEach(async () => {
  on = await startNotifierTest();
});
afterEach(() => on.remove());

const minute = 60_000;
const hour = 60 * minute;
const shop = { clusterIds: ['c1'], namespaces: ['shop'], bodies: true };
const limited: Caller = { ...localAdmin, name: 'limited', scope: shop };

async function fateOf({ key }: Cause, caller = localAdmin): Promise<Fate | undefined> {
  const { items } = await createHistory(on.kept.records).causes({ limit: 1000 }, caller);
  return items.find((item) => item.cause.key === key)?.fate;
}

function at(milliseconds: number): string {
  return new Date(on.kept.clock.now() + milliseconds).toISOString();
}

const aboutEve = [{ label: 'user', op: '=', values: ['eve'] }];

test('what is told is told at that time, and its end as well', async () => {
  const eve = cause('eve', { startedAt: on.kept.clock.now() });
  await on.take(eve);
  const toldAt = on.kept.clock.now();
  await on.advance(minute);
  const end = over(eve);
  await on.take(end);
  expect([await fateOf(eve), await fateOf(end)]).toEqual([
    { toldAt, keptBack: undefined },
    { toldAt: toldAt + minute, keptBack: undefined },
  ]);
});

test('of what waits for its group nothing is known, until all of it is told at once', async () => {
  await on.putPolicy({ routes: [{ groupBy: ['@rule'], groupWait: '1m', channels: ['second'] }] });
  const startedAt = on.kept.clock.now();
  const [first, again] = [cause('eve', { policy: 'p', startedAt }), cause('eve', { policy: 'p', startedAt })];
  await on.take(first);
  await on.take(again);
  expect(await fateOf(first)).toEqual({ toldAt: undefined, keptBack: undefined });
  await on.advance(minute);
  const told = { toldAt: on.kept.clock.now(), keptBack: undefined };
  expect([await fateOf(first), await fateOf(again)]).toEqual([told, told]);
});

test('what was silenced says by which silence, also when it is told after its end; who does not see the silence sees that there is one', async () => {
  const id = await on.addSilence({ matchers: aboutEve, comment: 'maintenance', endsAt: at(hour) });
  const lasting = cause('eve', { scope: shop });
  const past = event('eve');
  await on.take(lasting, past);
  const silence = { id, comment: 'maintenance', author: 'ann' };
  expect(await fateOf(lasting)).toEqual({ toldAt: undefined, keptBack: { by: 'silence', silence } });
  expect(await fateOf(past)).toEqual({ toldAt: undefined, keptBack: { by: 'silence', silence } });
  expect(await fateOf(lasting, limited)).toEqual({
    toldAt: undefined,
    keptBack: { by: 'silence', silence: undefined },
  });
  await on.advance(hour);
  expect(await fateOf(lasting)).toEqual({ toldAt: on.kept.clock.now(), keptBack: { by: 'silence', silence } });
  expect((await fateOf(past))?.toldAt).toBeUndefined();
});

test('what was inhibited says by which alert', async () => {
  const inhibitions = [
    {
      source: [{ attribute: 'rule', op: '=', values: ['down'] }],
      target: [{ attribute: 'rule', op: '=', values: ['exec'] }],
      equal: ['@cluster'],
    },
  ];
  await on.putPolicy({ routes: [{ channels: ['second'] }], inhibitions });
  const down = cause('node', { rule: 'down', policy: 'p' });
  const eve = cause('eve', { policy: 'p', scope: shop });
  await on.take(down);
  await on.take(eve);
  const { rule, fingerprint, labels } = down;
  expect(await fateOf(eve)).toEqual({
    toldAt: undefined,
    keptBack: { by: 'inhibition', source: { rule, fingerprint, labels } },
  });
  expect((await fateOf(eve, limited))?.keptBack).toEqual({ by: 'inhibition', source: undefined });
});

test('what was muted, out of hours, or too much says so', async () => {
  const until = on.kept.clock.now() + hour;
  const muted = event('eve', { isMuted: true, mutedUntil: until });
  await on.take(muted);
  expect((await fateOf(muted))?.keptBack).toEqual({ by: 'mute', until });

  const hours = {
    timeZone: 'UTC',
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    from: '00:00',
    to: '00:01',
    tell: 'worktime',
  };
  await on.putPolicy({ routes: [{ hours, channels: ['second'] }] });
  const late = cause('bob', { policy: 'p' });
  await on.take(late);
  expect((await fateOf(late))?.keptBack).toMatchObject({ by: 'hours', until: expect.any(Number) });

  const many = Array.from({ length: 201 }, (_, index) => event(`u${index}`, { rule: 'storm', scope: everything }));
  await on.take(...many);
  expect([many[0], many[200]].map((one) => one?.rule)).toEqual(['storm', 'storm']);
  const fates = await Promise.all(many.slice(199).map((one) => fateOf(one)));
  expect(fates.map((fate) => [fate?.toldAt !== undefined, fate?.keptBack])).toEqual([
    [true, undefined],
    [false, { by: 'storm' }],
  ]);
});
