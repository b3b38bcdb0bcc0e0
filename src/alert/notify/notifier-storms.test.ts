import { afterEach, beforeEach, expect, test } from 'vitest';
import { cause, event, type NotifierTest, over, startNotifierTest } from './testkit.ts';

let on: NotifierTest;
beforeEach(async () => {
  on = await startNotifierTest();
});
afterEach(() => on.remove());

const minute = 60_000;
const hour = 60 * minute;

test('ten thousand causes of a rule in a minute are two hundred messages and a digest, and never one of several severities', async () => {
  for (let batch = 0; batch < 20; batch += 1) {
    const severity = batch % 2 === 0 ? 'high' : 'low';
    await on.take(...Array.from({ length: 500 }, (_, index) => event(`u${batch}-${index}`, { severity })));
    on.kept.clock.advance(2000);
  }
  expect(await on.told()).toHaveLength(200);
  await on.advance(2 * minute);
  const messages = await on.messages();
  expect(messages.map(({ message }) => [message.kind, message.severity, message.data['alerts_count']])).toEqual([
    ['digest', 'high', 4800],
    ['digest', 'low', 5000],
  ]);
  expect(messages[0]?.message.text).toContain('exec by u0-200');
  // Another rule is not held up by it.
  await on.take(event('eve', { rule: 'other' }));
  expect(await on.told()).toHaveLength(1);
});

test('a group tells a hundred events one by one and counts the others, however many come', async () => {
  await on.putPolicy({ routes: [{ groupBy: ['@rule'], groupWait: '1h', channels: ['second'] }] });
  for (let batch = 0; batch < 50; batch += 1) {
    await on.take(...Array.from({ length: 200 }, (_, index) => event(`u${batch}-${index}`, { policy: 'p' })));
    await on.advance(minute);
  }
  await on.advance(hour);
  const messages = await on.messages();
  expect(messages.map(({ message }) => [message.kind, message.data['alerts_count']])).toEqual([
    ['alert', 100],
    ['digest', 9900],
  ]);
});

test('what came too fast fires all the same: it inhibits, and nobody is told of the end of what they were not told of', async () => {
  const many = Array.from({ length: 300 }, (_, index) => cause(`u${index}`));
  await on.take(...many);
  expect(await on.told()).toHaveLength(200);
  await on.take(...many.map((one) => over(one)));
  expect(await on.told()).toHaveLength(200);
});
