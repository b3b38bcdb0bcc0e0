import { afterEach, beforeEach, expect, test } from 'vitest';
import { cause, event, type NotifierTest, over, startNotifierTest } from './testkit.ts';

let on: NotifierTest;
beforeEach(async () => {
  on = await startNotifierTest();
});
afterEach(() => on.remove());

const minute = 60_000;
const hour = 60 * minute;

test('alerts of a group wait for the first ones, then for the interval', async () => {
  await on.putPolicy({ routes: [{ groupBy: ['@rule'], groupWait: '30s', groupInterval: '5m', channels: ['second'] }] });
  await on.take(cause('eve', { policy: 'p' }));
  await on.advance(20_000);
  await on.take(cause('bob', { policy: 'p' }));
  expect(await on.told()).toEqual([]);
  // The message centre does not wait.
  expect(await on.inbox()).toHaveLength(2);
  await on.advance(10_000);
  expect(await on.told()).toEqual(['second: 2 alerts: Command executed in a container']);
  await on.take(cause('ann', { policy: 'p' }));
  await on.advance(4 * minute);
  expect(await on.told()).toEqual([]);
  await on.advance(minute);
  expect(await on.told()).toEqual(['second: exec by ann']);
});

test('what fires again or changes within the interval is one message, neither lost nor early', async () => {
  await on.putPolicy({ routes: [{ groupBy: ['@rule'], groupWait: '10s', groupInterval: '5m', channels: ['second'] }] });
  const [eve, bob] = [cause('eve', { policy: 'p' }), cause('bob', { policy: 'p' })];
  await on.take(eve, bob);
  await on.advance(10_000);
  await on.told();
  await on.advance(minute);
  await on.take(over(eve), cause('bob', { policy: 'p', isAgain: true }));
  await on.advance(minute);
  // Eve fires anew before anybody was told that she was over.
  await on.take(cause('eve', { policy: 'p', episode: 'exec:eve:2' }), cause('bob', { policy: 'p', isAgain: true }));
  await on.take(cause('bob', { policy: 'p', isAgain: true }));
  expect(await on.told()).toEqual([]);
  await on.advance(3 * minute);
  const messages = await on.messages();
  expect(messages.map(({ message }) => message.text)).toEqual([
    'New:\nhigh: exec by bob (firing again, 3 times)\nhigh: exec by eve (firing again, 2 times)',
  ]);
});

test('that all of a group is over is told however late, and groups with nothing to tell are forgotten', async () => {
  const policy = { groupBy: ['@rule'], groupInterval: '2d', repeatInterval: '1h', channels: ['second'] };
  await on.putPolicy({ routes: [policy] });
  const [eve, bob] = [cause('eve', { policy: 'p' }), cause('bob', { policy: 'p' })];
  await on.take(eve, bob);
  await on.told();
  await on.restart();
  await on.take(over(eve), over(bob));
  for (let hours = 0; hours < 48; hours += 1) await on.advance(hour);
  const messages = await on.messages();
  const [last] = messages.slice(-1);
  expect(last?.message).toMatchObject({ kind: 'resolved', title: 'Over: 2 alerts: Command executed in a container' });
  await on.advance(48 * hour);
  expect(await on.kept.records.alertGroups.ofPolicy('p')).toEqual([]);
});

test('what goes on firing is repeated, and what is over is not', async () => {
  await on.putPolicy({ routes: [{ repeatInterval: '4h', channels: ['second'] }] });
  const eve = cause('eve', { policy: 'p' });
  await on.take(eve, event('bob', { policy: 'p' }));
  expect(await on.told()).toHaveLength(2);
  await on.advance(4 * hour - 1);
  expect(await on.told()).toEqual([]);
  await on.advance(1);
  expect(await on.told()).toEqual(['second: exec by eve']);
  await on.restart();
  await on.advance(4 * hour);
  expect(await on.told()).toEqual(['second: exec by eve']);
  await on.take(over(eve));
  await on.told();
  await on.advance(24 * hour);
  expect(await on.told()).toEqual([]);
});

test('an edit of the policy in mid-interval starts nothing anew', async () => {
  const route = { groupBy: ['@rule'], groupWait: '10s', groupInterval: '5m', channels: ['second'] };
  await on.putPolicy({ routes: [route] });
  const eve = cause('eve', { policy: 'p' });
  await on.take(eve);
  await on.advance(10_000);
  await on.told();
  await on.advance(minute);
  await on.take(cause('bob', { policy: 'p' }));
  // The same route at another place, with another channel, and then another route that takes the same alerts.
  await on.putPolicy({
    routes: [
      { matchers: [{ label: 'x', op: '=', values: ['1'] }], channels: [] },
      { ...route, channels: ['oncall'] },
    ],
  });
  await on.advance(minute);
  const matchers = [{ attribute: 'rule', op: '=~', values: ['ex.*'] }];
  await on.putPolicy({ routes: [{ ...route, matchers, channels: ['oncall'] }] });
  expect(await on.told()).toEqual([]);
  await on.advance(3 * minute);
  expect(await on.told()).toEqual(['oncall: exec by bob']);
  // Whoever was told that it fires is told that it is over.
  await on.take(over(eve));
  await on.advance(5 * minute);
  expect(await on.told()).toEqual(['second: Over: exec by eve']);
});

test('what fires outside of working hours is told when they begin', async () => {
  const hours = {
    timeZone: '+0000',
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    from: '19:00',
    to: '20:00',
    tell: 'worktime',
  };
  await on.putPolicy({ routes: [{ channels: ['second'], hours }] });
  // It is 18:00 UTC.
  await on.take(event('eve', { policy: 'p' }));
  await on.advance(59 * minute);
  expect(await on.told()).toEqual([]);
  await on.restart();
  await on.advance(minute);
  expect(await on.told()).toEqual(['second: exec by eve']);
});

test('after the clock was set back an hour nothing waits longer than it would have', async () => {
  await on.putPolicy({
    routes: [
      { groupBy: ['@rule'], groupWait: '10s', groupInterval: '5m', repeatInterval: '10m', channels: ['second'] },
    ],
  });
  await on.take(cause('eve', { policy: 'p' }));
  await on.advance(10_000);
  await on.told();
  await on.take(cause('bob', { policy: 'p' }));
  on.kept.clock.advance(-hour);
  await on.restart();
  await on.advance(5 * minute);
  expect(await on.told()).toEqual(['second: exec by bob']);
  on.kept.clock.advance(-hour);
  await on.restart();
  await on.advance(10 * minute);
  expect(await on.told()).toEqual(['second: 2 alerts: Command executed in a container']);
});

test('what was due while the server was down is told when it starts', async () => {
  await on.putPolicy({ routes: [{ groupBy: ['@rule'], groupWait: '1m', channels: ['second'] }] });
  await on.take(cause('eve', { policy: 'p' }));
  on.kept.clock.advance(24 * hour);
  await on.restart();
  expect(await on.told()).toEqual(['second: exec by eve']);
});
