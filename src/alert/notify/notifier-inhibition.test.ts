import { afterEach, beforeEach, expect, test } from 'vitest';
import { cause, event, type NotifierTest, over, startNotifierTest } from './testkit.ts';

let on: NotifierTest;
beforeEach(async () => {
  on = await startNotifierTest();
});
afterEach(() => on.remove());

const minute = 60_000;
const hour = 60 * minute;

const cannotReach = {
  source: [{ attribute: 'rule', op: '=', values: ['down'] }],
  target: [{ attribute: 'rule', op: '=', values: ['exec'] }],
  equal: ['@cluster'],
};

test('while a source fires its targets are not told: come it later, with them, or before a restart', async () => {
  await on.putPolicy({ routes: [{ groupWait: '30s', channels: ['second'] }], inhibitions: [cannotReach] });
  const down = cause('node', { rule: 'down', policy: 'p', annotations: { en: { title: 'down' } } });
  await on.take(cause('eve', { policy: 'p' }));
  await on.advance(20_000);
  await on.take(down);
  await on.advance(10_000);
  expect(await on.told()).toEqual([]);
  await on.advance(20_000);
  expect(await on.told()).toEqual(['second: down']);
  await on.restart();
  await on.take(
    cause('bob', { policy: 'p' }),
    event('ann', { policy: 'p' }),
    cause('far', { policy: 'p', clusters: ['edge'] }),
  );
  await on.advance(hour);
  expect(await on.told()).toEqual(['second: exec by far']);
  await on.take(over(down));
  await on.advance(minute);
  // The event of ann was past by then.
  expect((await on.told()).toSorted()).toEqual(['second: Over: down', 'second: exec by bob', 'second: exec by eve']);
});

test('a source that no route takes inhibits all the same, and two of the same moment do not race', async () => {
  const matchers = [{ attribute: 'rule', op: '=', values: ['exec'] }];
  await on.putPolicy({ routes: [{ matchers, channels: ['second'] }], inhibitions: [cannotReach] });
  const [target, down] = [cause('eve', { policy: 'p' }), cause('node', { rule: 'down', policy: 'p' })];
  await on.take(target, down);
  expect(await on.told()).toEqual([]);
  await on.take(over(down));
  await on.advance(30_000);
  expect(await on.told()).toEqual(['second: exec by eve']);
});

test('the end of what was told is told, although a source fires by then', async () => {
  await on.putPolicy({ routes: [{ channels: ['second'] }], inhibitions: [cannotReach] });
  const eve = cause('eve', { policy: 'p' });
  await on.take(eve);
  await on.take(cause('node', { rule: 'down', policy: 'p', annotations: { en: { title: 'down' } } }));
  await on.take(over(eve));
  expect(await on.told()).toEqual(['second: exec by eve', 'second: down', 'second: Over: exec by eve']);
});
