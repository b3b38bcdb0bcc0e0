import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMicroTime, formatSecondTime, parseRfc3339, readMicroTime } from './time.ts';

const encoder = new TextEncoder();

function readText(text: string): number {
  const bytes = encoder.encode(`x${text}y`);
  return readMicroTime(bytes, 1, bytes.length - 1);
}

/** Within what a number holds to the microsecond. */
const millis = fc.integer({ min: Date.UTC(1700, 0, 1), max: Date.UTC(2250, 0, 1) });

describe('a time as kube-apiserver writes it', () => {
  test('comes back from its text, and agrees with Date', () => {
    fc.assert(
      fc.property(millis, fc.nat(999), (at, rest) => {
        const micros = at * 1000 + rest;
        const text = formatMicroTime(micros);
        expect(text).toHaveLength(27);
        expect(readText(text)).toBe(micros);
        expect(parseRfc3339(text)).toBe(micros);
        expect(text.slice(0, 23)).toBe(new Date(at).toISOString().slice(0, 23));
        expect(formatSecondTime(micros)).toBe(`${text.slice(0, 19)}Z`);
      }),
      { numRuns: 2000 },
    );
  });

  test('nothing that is changed in one place is read otherwise than by the general road', () => {
    const garbage = fc.constantFrom(...'0123456789-T:.Zz +/x'.split(''));
    fc.assert(
      fc.property(millis, fc.nat(26), garbage, (at, place, put) => {
        const text = formatMicroTime(at * 1000);
        const changed = text.slice(0, place) + put + text.slice(place + 1);
        expect(readText(changed)).toBe(parseRfc3339(changed));
      }),
      { numRuns: 5000 },
    );
  });
});

test.each([
  ['2026-11-20T18:05:19Z', Date.UTC(2026, 10, 20, 18, 5, 19) * 1000],
  ['2026-11-20T18:05:19.5Z', Date.UTC(2026, 10, 20, 18, 5, 19, 500) * 1000],
  ['2026-11-20T18:05:19.123456789Z', Date.UTC(2026, 10, 20, 18, 5, 19, 123) * 1000 + 456],
  ['2026-11-20T20:05:19+02:00', Date.UTC(2026, 10, 20, 18, 5, 19) * 1000],
  ['2026-11-20T12:35:19-05:30', Date.UTC(2026, 10, 20, 18, 5, 19) * 1000],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29) * 1000],
  ['1969-12-31T23:59:59.999999Z', -1],
])('%s', (text, micros) => expect(parseRfc3339(text)).toBe(micros));

test.each([
  '2026-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:60:00Z',
  '2026-01-01T00:00:60Z',
  '2026-01-01 00:00:00Z',
  '2026-01-01T00:00:00',
  '2026-01-01T00:00:00.Z',
  '26-01-01T00:00:00Z',
  '',
])('%s is no time', (text) => expect(parseRfc3339(text)).toBeNaN());
