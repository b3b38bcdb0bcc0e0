import { expect, it } from 'vitest';
import { type Unit, unitFormat } from './index.ts';

it.each([
  [1234567, 'count', '1,234,567'],
  ['123456789012345678901', 'count', '123,456,789,012,345,678,901'],
  [0.125, 'count', '0.13'],
  [12.34, 'ms', '12.3 ms'],
  [65_000, 'ms', '65 sec'],
  [1536, 'bytes', '1.5 KiB'],
  [0, 'bytes', '0 B'],
  [99.5, 'percent', '99.5%'],
  [null, 'count', '–'],
  ['NaN', 'count', 'NaN'],
  ['2026-01-02 03:04:05', 'time', '2026-01-02 03:04:05'],
] satisfies readonly (readonly [unknown, Unit, string])[])('writes %j in %s as %s', (value, unit, written) => {
  expect(unitFormat('en')(value, unit)).toBe(written);
});
