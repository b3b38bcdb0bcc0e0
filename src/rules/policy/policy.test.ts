import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Matcher } from '../form.ts';
import { type Hours, tellsAt, tellsNext } from './hours.ts';
import { type AlertFacts, compileMatchers, valueOf } from './matchers.ts';

const exec: AlertFacts = {
  rule: 'exec',
  severity: 'high',
  status: 'firing',
  clusters: ['eu', 'us'],
  labels: { user: 'eve\nbob', 'k8s.io/a': '1' },
};

function means(matcher: Readonly<Record<string, unknown>>, facts: AlertFacts = exec): boolean {
  return compileMatchers([Matcher.parse(matcher)])(facts);
}

describe('a matcher', () => {
  test.each([
    [{ label: 'user', op: '=', values: ['a', 'eve\nbob'] }, true],
    [{ label: 'user', op: '=', values: ['eve'] }, false],
    [{ label: 'user', op: '=~', values: ['eve'] }, false],
    [{ label: 'user', op: '=~', values: ['x', 'eve.*'] }, true],
    [{ label: 'user', op: '=~', values: ['.*'] }, true],
    [{ label: 'user', op: '!~', values: ['eve.*'] }, false],
    [{ label: 'user', op: '!~', values: ['eve'] }, true],
    // What is missing is the empty text, whatever objects have by themselves.
    [{ label: 'team', op: '=', values: [''] }, true],
    [{ label: 'team', op: '!=', values: ['a'] }, true],
    [{ label: 'constructor', op: '=', values: [''] }, true],
    [{ attribute: 'project', op: '=', values: [''] }, true],
    [{ attribute: 'severity', op: '=', values: ['critical', 'high'] }, true],
    // One of several clusters is enough, and none may be to be another.
    [{ attribute: 'cluster', op: '=', values: ['us'] }, true],
    [{ attribute: 'cluster', op: '!=', values: ['us'] }, false],
    [{ attribute: 'cluster', op: '!=', values: ['asia'] }, true],
    // A pattern that cannot be read means nothing, in either way.
    [{ label: 'user', op: '=~', values: ['('] }, false],
    [{ label: 'user', op: '!~', values: ['('] }, false],
  ])('%j: %s', (matcher, isMeant) => {
    expect(means(matcher)).toBe(isMeant);
  });

  test('the label cluster goes before the clusters of the rule', () => {
    const one = { ...exec, labels: { cluster: 'asia' } };
    expect(means({ attribute: 'cluster', op: '=', values: ['us'] }, one)).toBe(false);
    expect([valueOf(one, '@cluster'), valueOf(exec, '@cluster'), valueOf(exec, '@rule')]).toEqual([
      'asia',
      'eu, us',
      'exec',
    ]);
  });

  test('all of several have to hold, and none is every alert', () => {
    const wanted = [
      Matcher.parse({ attribute: 'rule', op: '=', values: ['exec'] }),
      Matcher.parse({ attribute: 'severity', op: '=', values: ['low'] }),
    ];
    expect([compileMatchers(wanted)(exec), compileMatchers([])(exec)]).toEqual([false, true]);
  });

  test('an attack on backtracking takes no time', () => {
    const matcher = { label: 'user', op: '=~', values: ['(a+)+$'] };
    expect(means(matcher, { ...exec, labels: { user: `${'a'.repeat(50_000)}!` } })).toBe(false);
  });
});

const week = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const office: Hours = { timeZone: 'Europe/Berlin', days: [...week], from: '09:00', to: '17:30', tell: 'worktime' };

function iso(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}

describe('working hours', () => {
  test.each([
    // Friday; Berlin is an hour ahead of UTC.
    [office, '2026-11-27T07:59:59Z', false, '2026-11-27T08:00:00.000Z'],
    [office, '2026-11-27T08:00:00Z', true, undefined],
    [office, '2026-11-27T16:29:59Z', true, undefined],
    [office, '2026-11-27T16:30:00Z', false, '2026-11-30T08:00:00.000Z'],
    [{ ...office, tell: 'non-worktime' }, '2026-11-27T12:00:00Z', false, '2026-11-27T16:30:00.000Z'],
    // Hours that pass midnight belong to the day on which they begin.
    [{ ...office, days: ['fri'], from: '22:00', to: '06:00' }, '2026-11-28T04:59:00Z', true, undefined],
    [
      { ...office, days: ['fri'], from: '22:00', to: '06:00' },
      '2026-11-27T04:00:00Z',
      false,
      '2026-11-27T21:00:00.000Z',
    ],
    // The night in which 02:00 to 03:00 does not come.
    [
      { ...office, days: ['sun'], from: '02:30', to: '04:00' },
      '2026-03-29T00:00:00Z',
      false,
      '2026-03-29T01:00:00.000Z',
    ],
    [{ ...office, timeZone: '+0530' }, '2026-11-27T03:29:00Z', false, '2026-11-27T03:30:00.000Z'],
    [
      { ...office, days: ['mon'], from: '00:00', to: '00:00' },
      '2026-11-29T22:00:00Z',
      false,
      '2026-11-29T23:00:00.000Z',
    ],
  ] as const)('%j at %s: %s, then %s', (hours, now, tells, next) => {
    const given: Hours = { ...hours, days: [...hours.days] };
    expect(tellsAt(given, Date.parse(now))).toBe(tells);
    if (!tells) expect(iso(tellsNext(given, Date.parse(now)))).toBe(next);
  });

  test('all of the week leaves nothing outside of it', () => {
    const always: Hours = {
      ...office,
      days: [...week, 'sat', 'sun'],
      from: '00:00',
      to: '00:00',
      tell: 'non-worktime',
    };
    expect(tellsNext(always, Date.parse('2026-11-27T12:00:00Z'))).toBeUndefined();
  });

  test('the next moment is the first minute in which it tells', () => {
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    const days = fc.uniqueArray(fc.constantFrom(...week, 'sat' as const, 'sun' as const), { minLength: 1 });
    const zones = fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', '+0545', 'Asia/Shanghai');
    const tell = fc.constantFrom('worktime' as const, 'non-worktime' as const);
    const hours = fc.record({ timeZone: zones, days, from: time, to: time, tell });
    // A year with both changes of the clock.
    const begin = Date.parse('2026-01-01T00:00:00Z');
    fc.assert(
      fc.property(hours, fc.nat(365 * 1440), (given, minutes) => {
        const now = begin + minutes * 60_000;
        if (tellsAt(given, now)) return;
        let naive: number | undefined = now;
        while (naive !== undefined && !tellsAt(given, naive))
          naive = naive < now + 8 * 86_400_000 ? naive + 60_000 : undefined;
        expect(tellsNext(given, now)).toBe(naive);
      }),
      { numRuns: 60 },
    );
  });
});
