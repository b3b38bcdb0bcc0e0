import { expect, test } from 'vitest';
import { createManualClock } from '../../platform/index.ts';
import { createAttempts, networkOf } from './attempts.ts';

test('a name is limited from one address, forgiven after the window, and free from another address', () => {
  const clock = createManualClock(1_000_000);
  const attempts = createAttempts(clock);
  for (let attempt = 0; attempt < 5; attempt += 1) expect(attempts.begin('Ann', '10.0.0.1')).toBeUndefined();
  clock.advance(60_000);
  expect(attempts.begin('ann', '10.0.0.1')).toBe(14 * 60);
  expect(attempts.begin('ann', '10.0.0.2')).toBeUndefined();
  expect(attempts.begin('bob', '10.0.0.1')).toBeUndefined();
  clock.advance(14 * 60_000);
  expect(attempts.begin('ann', '10.0.0.1')).toBeUndefined();
});

test('an address is limited over all names', () => {
  const attempts = createAttempts(createManualClock());
  for (let attempt = 0; attempt < 30; attempt += 1)
    expect(attempts.begin(`user${attempt}`, '10.0.0.1')).toBeUndefined();
  expect(attempts.begin('another', '10.0.0.1')).toBe(900);
});

test('success is not counted, however often', () => {
  const attempts = createAttempts(createManualClock());
  for (let attempt = 0; attempt < 100; attempt += 1) {
    expect(attempts.begin('ann', '10.0.0.1')).toBeUndefined();
    attempts.succeed('ann', '10.0.0.1');
  }
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
