import { expect, test } from 'vitest';
import { parseBytes, parseCount } from './arguments.ts';

test('bytes with a unit', () => {
  const cases = { '1': 1, '500MB': 5e8, '4GiB': 4 * 2 ** 30, '1.5 Gi': 1.5 * 2 ** 30, '512k': 512_000, '2T': 2e12 };
  for (const [text, bytes] of Object.entries(cases)) expect(parseBytes(text)).toBe(bytes);
});

test('what is no amount of bytes is wrong usage', () => {
  for (const text of ['', '0', '-1', 'MB', '1XB', '1e9', 'NaN', '9'.repeat(30)])
    expect(() => parseBytes(text)).toThrow();
});

test('counts begin at one', () => {
  expect(parseCount('10')).toBe(10);
  for (const text of ['0', '-1', '1.5', '', '1e3', 'x']) expect(() => parseCount(text)).toThrow();
});
