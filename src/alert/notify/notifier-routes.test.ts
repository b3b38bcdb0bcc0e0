import { afterEach, beforeEach, expect, test } from 'vitest';
import { cause, event, type NotifierTest, over, startNotifierTest } from './testkit.ts';

let on: NotifierTest;
beforeEach(async () => {
  on = await startNotifierTest();
});
afterEach(() => on.remove());

test('a channel or policy that does not exist is said, and nothing is lost', async () => {
  await on.take(event('eve', { channels: ['gone', 'oncall'], policy: 'none' }));
  const entries = await on.messages();
  expect(entries.map(({ channel }) => channel)).toEqual(['gone', 'oncall']);
  const faults = entries[1]?.message.facts.filter(({ name }) => name === 'Fault').map(({ value }) => value);
  expect(faults).toEqual([
    'there is no policy "none": the channels of the rule are told',
    'there is no channel "gone": it was not told',
  ]);
  const [item] = await on.kept.records.inbox.list({ reader: 'ann', limit: 1 });
  expect(item?.message).toContain('there is no channel');
});

test('rules that name neither channels nor a policy go by the policy "default", where there is one', async () => {
  const unrouted = () => event('eve', { channels: [] });
  await on.take(unrouted());
  expect(await on.told()).toEqual([]);
  await on.putPolicy({ name: 'default', routes: [{ channels: ['second'] }] });
  await on.take(unrouted(), event('bob'));
  expect((await on.told()).toSorted()).toEqual(['oncall: exec by bob', 'second: exec by eve']);
});

test('a policy that is deleted leaves its alerts to the channels of their rules', async () => {
  await on.putPolicy({ routes: [{ groupWait: '10m', channels: ['second'] }] });
  await on.take(cause('eve', { policy: 'p' }));
  on.kept.records.transaction((transaction) => {
    transaction.alertPolicies.delete('p');
    on.notifier.policyChanged(transaction, 'p');
  });
  await on.advance(0);
  expect(await on.told()).toEqual(['oncall: exec by eve']);
});

test('an alert goes down the routes until one does not continue, and one that no route takes is only in the message centre', async () => {
  const severity = (value: string) => [{ attribute: 'severity', op: '=', values: [value] }];
  await on.putPolicy({
    routes: [
      { matchers: severity('critical'), channels: ['oncall'], continue: true },
      { matchers: [{ attribute: 'severity', op: '!=', values: ['low'] }], channels: ['second'] },
      { matchers: severity('high'), channels: ['oncall'] },
    ],
  });
  await on.take(
    event('a', { policy: 'p', severity: 'critical' }),
    event('b', { policy: 'p' }),
    event('c', { policy: 'p', severity: 'low' }),
  );
  expect(await on.told()).toEqual(['oncall: exec by a', 'second: exec by a', 'second: exec by b']);
  expect(await on.inbox()).toHaveLength(3);
});

test('the end of what was told is told where no route takes it any more', async () => {
  const high = [{ attribute: 'severity', op: '=', values: ['high'] }];
  await on.putPolicy({ routes: [{ matchers: high, channels: ['second'] }] });
  const [escalating, left] = [cause('eve', { policy: 'p' }), cause('bob', { policy: 'p' })];
  await on.take(escalating, left);
  expect(await on.told()).toEqual(['second: exec by eve', 'second: exec by bob']);
  const critical = cause('eve', { policy: 'p', severity: 'critical' });
  await on.take(critical);
  expect(await on.told()).toEqual([]);
  await on.putPolicy({ routes: [{ matchers: [{ label: 'x', op: '=', values: ['1'] }], channels: ['oncall'] }] });
  await on.restart();
  await on.take(over(critical));
  await on.take(over(left));
  expect(await on.told()).toEqual(['second: Over: exec by eve', 'second: Over: exec by bob']);
});
