import { expect, test } from 'vitest';
import { createManualClock } from '../../platform/index.ts';
import { createAttempts, networkOf } from './attempts.ts';
import { createFailureCounter } from './failure-counter.ts';

const mayTry = { forgive: expect.any(Function) };

test('a name is limited from one address, forgiven after the window, and free from another address', () => {
  const clock = createManualClock(1_000_000);
  const attempts = createAttempts(clock);
  for (let attempt = 0; attempt < 5; attempt += 1) expect(attempts.begin('Ann', '10.0.0.1')).toEqual(mayTry);
  clock.advance(60_000);
  expect(attempts.begin('ann', '10.0.0.1')).toEqual({ retryAfterSeconds: 14 * 60 });
  expect(attempts.begin('ann', '10.0.0.2')).toEqual(mayTry);
  expect(attempts.begin('bob', '10.0.0.1')).toEqual(mayTry);
  clock.advance(14 * 60_000);
  expect(attempts.begin('ann', '10.0.0.1')).toEqual(mayTry);
});

test('an address is limited over all names', () => {
  const attempts = createAttempts(createManualClock(1_000_000));
  for (let attempt = 0; attempt < 30; attempt += 1)
    expect(attempts.begin(`user${attempt}`, '10.0.0.1')).toEqual(mayTry);
  expect(attempts.begin('another', '10.0.0.1')).toEqual({ retryAfterSeconds: 900 });
});

test('what was forgiven is not counted, however often', () => {
  const attempts = createAttempts(createManualClock(1_000_000));
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const begun = attempts.begin('ann', '10.0.0.1');
    expect(begun).toEqual(mayTry);
    if ('forgive' in begun) begun.forgive();
  }
});

test('no number of other names, and of other addresses, has a count forgotten', () => {
  const attempts = createAttempts(createManualClock(1_000_000));
  for (let attempt = 0; attempt < 5; attempt += 1) attempts.begin('admin', '10.0.0.1');
  for (let name = 0; name < 50_000; name += 1) attempts.begin(`name-${name}`, '10.0.0.1');
  expect(attempts.begin('admin', '10.0.0.1')).toEqual({ retryAfterSeconds: 900 });
  for (let address = 0; address < 50_000; address += 1)
    attempts.begin('admin', `10.${address >> 16}.${(address >> 8) & 0xff}.${address & 0xff}`);
  expect(attempts.begin('admin', '10.0.0.1')).toEqual({ retryAfterSeconds: 900 });
});

test('counts are never too low, whatever shares their places and is taken back', () => {
  const clock = createManualClock(1_000_000);
  const counter = createFailureCounter({ clock, windowMs: 1000, allowed: 3 });
  const others = Array.from({ length: 40_000 }, (_, other) => counter.add(`other-${other}`));
  for (let failure = 0; failure < 3; failure += 1) counter.add('mine');
  for (const takeBack of others) takeBack();
  for (const takeBack of others.slice(0, 10)) takeBack();
  expect(counter.waitMs('mine')).toBe(1000);
  clock.advance(1000);
  expect(counter.waitMs('mine')).toBe(0);
});

test('as many failures as the server can look at in a window lock nobody else out', () => {
  const attempts = createAttempts(createManualClock(1_000_000));
  // A password takes a fifth of a second, and one is looked at at a time.
  for (let failure = 0; failure < 4500; failure += 1)
    attempts.begin(`name-${failure}`, `10.0.${failure >> 8}.${failure & 0xff}`);
  for (let name = 0; name < 1000; name += 1)
    expect(attempts.begin(`person-${name}`, `192.168.${name >> 8}.${name & 0xff}`)).toEqual(mayTry);
});

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:DB8:0000:0001::9', '2001:db8:0:1::/64'],
  ['2001:db8::1:0:0:9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['unix', 'unix'],
])('%s belongs to %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
