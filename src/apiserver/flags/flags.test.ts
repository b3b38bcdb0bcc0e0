import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditFlags, defaultOf, findFlag } from './catalogue.ts';
import { readFlags, type Word } from './flag-list.ts';
import { formatDuration, parseBoolean, parseDuration, parseInteger, parseNumber } from './go-value.ts';

const words = (...texts: string[]): Word[] => texts.map((text, index) => ({ text, index, list: 'command' }));

function value(name: string, minor: number): string | undefined {
  const flag = findFlag(name);
  return flag && defaultOf(flag, { minor });
}

function pairs(...texts: string[]): string[] {
  return (readFlags(words(...texts))?.flags ?? []).map((flag) => `${flag.name}=${flag.value}`);
}

describe('the catalogue', () => {
  test('has the flags and defaults of 1.20 and 1.36', () => {
    expect(auditFlags).toHaveLength(32);
    expect(value('audit-log-maxage', 35)).toBe('0');
    expect(value('audit-log-maxage', 36)).toBe('366');
    expect(value('audit-log-maxbackup', 40)).toBe('100');
    expect(value('audit-webhook-batch-throttle-qps', 20)).toBe('10');
    expect(value('audit_webhook_mode', 20)).toBe('batch');
  });
});

describe('readFlags', () => {
  test('reads both ways of writing a value', () => {
    expect(pairs('kube-apiserver', '--a=b=c', '--audit-log-path', '/x', '--audit_log_maxage=3')).toEqual([
      'a=b=c',
      'audit-log-path=/x',
      'audit-log-maxage=3',
    ]);
  });
  test('a boolean takes no word, a known flag always one', () => {
    expect(pairs('kube-apiserver', '--audit-log-compress', '--audit-log-path', '--x')).toEqual([
      'audit-log-compress=true',
      'audit-log-path=--x',
    ]);
    expect(pairs('kube-apiserver', '--allow-privileged', '--profiling=false')).toEqual([
      'allow-privileged=true',
      'profiling=false',
    ]);
  });
  test('reads nothing before kube-apiserver and nothing behind --', () => {
    expect(pairs('/go-runner', '--log-file=x', '/usr/local/bin/kube-apiserver', '--a=1', '--', '--b=2')).toEqual([
      'a=1',
    ]);
    expect(pairs('/hyperkube', 'apiserver', '--a=1')).toEqual(['a=1']);
    expect(readFlags(words('etcd', '--a=/x/kube-apiserver'))).toBeUndefined();
  });
});

describe("Go's values", () => {
  test.each([
    ['30s', 30],
    ['1m30s', 90],
    ['500ms', 0.5],
    ['1.5h', 5400],
    ['0', 0],
    ['-2s', -2],
    ['1h2m3s4ms', 3723.004],
  ])('duration %s', (text, seconds) => {
    expect(parseDuration(text)).toBeCloseTo(seconds, 9);
  });
  test.each(['', '30', 's', '1 s', '1d', '--1s', '1s2'])('no duration: %s', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
  test('a duration that is written is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds / 1000))).toBeCloseTo(milliseconds / 1000, 6);
      }),
    );
  });
  test('integers, numbers and booleans', () => {
    expect(['10', '-3', '0x1F', '0b11', '0o17', '017', '1_000', '+5'].map(parseInteger)).toEqual([
      10, -3, 31, 3, 15, 15, 1000, 5,
    ]);
    expect(['', 'x', '1.5', '1e3', '099', '99999999999999999999'].map(parseInteger)).toEqual(Array(6).fill(undefined));
    expect(['1.5', '-2', '1e3', '.5', 'x', ''].map(parseNumber)).toEqual([1.5, -2, 1000, 0.5, undefined, undefined]);
    expect(['true', 'T', '0', 'FALSE', 'yes', ''].map(parseBoolean)).toEqual([
      true,
      true,
      false,
      false,
      undefined,
      undefined,
    ]);
  });
});
