import { expect, it } from 'vitest';
import type { AlertRule } from '../../rules/index.ts';
import { runsOf } from './test-runs.ts';

const second = 1_000_000;
const at = Date.UTC(2026, 10, 2, 9) * 1000;
const rule = (more: Partial<AlertRule>): AlertRule => ({ kind: 'AlertRule', name: 'r', query: '*', ...more });

/** Seconds before the last event. */
function windows(of: AlertRule, test: { at?: string } = {}): unknown {
  const runs = runsOf(of, { name: 't', expect: [], ...test }, [at - 90 * second, at]);
  return runs.map((run) =>
    run.windows.map((window) =>
      window.kind === 'receipt'
        ? [(window.after - at) / second, (window.through - at) / second]
        : [Math.round((window.from - at) / second), Math.round((window.to - at) / second)],
    ),
  );
}

it('looks at what was received since the last run, up to the last event', () => {
  expect(windows(rule({ schedule: { every: '1m' } }))).toEqual([[[-60, 0]]]);
});

it('looks at the window of the rule, and of each query', () => {
  expect(windows(rule({ schedule: { every: '1m' }, window: '5m' }))).toEqual([[[-300, 0]]]);
  const queries = [{ query: 'a', window: '10m' }, { query: 'b' }];
  expect(windows(rule({ schedule: { every: '1m' }, queries }))).toEqual([
    [
      [-600, 0],
      [-60, 0],
    ],
  ]);
});

it('looks at another moment where the test says so', () => {
  expect(windows(rule({ schedule: { every: '1m' } }), { at: '2026-11-02T09:02:00Z' })).toEqual([[[60, 120]]]);
});

it('looks as often as the threshold asks for, and once more where no data fires', () => {
  const schedule = { every: '1m' };
  expect(windows(rule({ schedule, threshold: 3 }))).toEqual([[[-180, -120]], [[-120, -60]], [[-60, 0]]]);
  expect(windows(rule({ schedule, noData: { severity: 'low' } }))).toEqual([[[-120, -60]], [[-60, 0]]]);
});

it('looks at all events of an immediate rule at once', () => {
  expect(runsOf(rule({ immediate: true }), { name: 't', expect: [] }, [at])).toMatchObject([
    { windows: [{ kind: 'receipt', after: 0, through: at }] },
  ]);
});

it('takes the delay into account of windows over when events happened', () => {
  expect(windows(rule({ schedule: { every: '1m' }, window: '1m', time: 'event', delay: '30s' }))).toEqual([[[-60, 0]]]);
});
