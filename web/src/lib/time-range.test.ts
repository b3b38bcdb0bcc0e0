import { describe, expect, it } from 'vitest';
import { parseWall } from './time-format.ts';
import { resolveRange, resolveTime, type TimeRange, zoomOut } from './time-range.ts';
import { fromWall, offsetLabel, toWall } from './time-zone.ts';

const now = Date.parse('2026-11-21T02:30:15.250Z');
const hour = 3_600_000;
const at = (text: string, zone = 'UTC'): string | undefined => {
  const instant = resolveTime(text, now, zone);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

describe('resolveTime', () => {
  it.each([
    ['now', 'UTC', '2026-11-21T02:30:15.250Z'],
    ['now-15m', 'UTC', '2026-11-21T02:15:15.250Z'],
    ['-15m', 'UTC', '2026-11-21T02:15:15.250Z'],
    ['+1h', 'UTC', '2026-11-21T03:30:15.250Z'],
    ['1763690415.25', 'UTC', '2025-11-21T02:00:15.250Z'],
    ['2026-11-20', 'Asia/Shanghai', '2026-11-20T00:00:00.000Z'],
    ['now/d', 'UTC', '2026-11-21T00:00:00.000Z'],
    ['now/d', 'Asia/Shanghai', '2026-11-20T16:00:00.000Z'],
    ['now-1d/d', 'America/New_York', '2026-11-19T05:00:00.000Z'],
    ['now/w', 'UTC', '2026-11-16T00:00:00.000Z'],
    ['now-1M/M', 'UTC', '2026-10-01T00:00:00.000Z'],
    ['2026-11-20T18:05:41.208Z', 'UTC', '2026-11-20T18:05:41.208Z'],
  ])('%s in %s', (text, zone, expected) => expect(at(text, zone)).toBe(expected));

  it.each(['', 'yesterday', 'now-', 'now-1x', '1', 'now-9999999d', '/d', '30d'])('does not read %j', (text) =>
    expect(at(text)).toBeUndefined(),
  );
});

describe('resolveRange', () => {
  it('is undefined where nothing lies between', () => {
    expect(resolveRange({ from: 'now', to: 'now' }, now, 'UTC')).toBeUndefined();
    expect(resolveRange({ from: 'now', to: 'now-1h' }, now, 'UTC')).toBeUndefined();
  });
});

describe('zoomOut', () => {
  const fixed = (range: TimeRange) => resolveRange(range, now, 'UTC') ?? { from: 0, to: 0 };
  const out = (range: TimeRange, factor = 3) => zoomOut(range, fixed(range), factor, now);

  it.each([
    ['now-1h', 3, 'now-3h'],
    ['now-15m', 3, 'now-45m'],
    ['now-15m', 24, 'now-6h'],
    ['now-1d', 7, 'now-1w'],
  ])('lets %s, which ends now, go on ending now, %d times as long', (from, factor, expected) =>
    expect(out({ from, to: 'now' }, factor)).toEqual({ from: expected, to: 'now' }),
  );

  it('writes an odd length in a spelling that is read again', () => {
    const range = { from: 'now-40d/d', to: 'now' };
    const zoomed = out(range);
    const length = (one: TimeRange): number => fixed(one).to - fixed(one).from;
    expect(length(zoomed)).toBeGreaterThanOrEqual(3 * length(range));
    expect(length(zoomed)).toBeLessThan(3.01 * length(range));
  });

  it('grows round the middle of what is past', () => {
    const range = { from: new Date(now - 10 * hour).toISOString(), to: new Date(now - 9 * hour).toISOString() };
    const { from, to } = fixed(out(range));
    expect([now - from, now - to]).toEqual([11 * hour, 8 * hour]);
  });

  it('does not run into the future: the past gets the rest', () => {
    const range = { from: new Date(now - hour).toISOString(), to: new Date(now).toISOString() };
    const { from, to } = fixed(out(range));
    expect([now - from, now - to]).toEqual([3 * hour, 0]);
  });
});

describe('wall time', () => {
  it('is read back as it was written, also beside a change of clocks', () => {
    for (const zone of ['UTC', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe'])
      for (
        let instant = Date.parse('2026-10-24T00:00:00Z');
        instant < Date.parse('2026-11-03T00:00:00Z');
        instant += 5_400_000
      ) {
        const back = fromWall(toWall(instant, zone), zone);
        // An hour that the clocks run through twice is read as one of the two.
        expect([0, 1_800_000, 3_600_000]).toContain(Math.abs(back - instant));
      }
  });

  it('is parsed with or without its seconds', () => {
    expect(parseWall('2026-11-20 18:05:41.2')).toMatchObject({ hour: 18, second: 41, millisecond: 200 });
    expect(parseWall('2026-11-20')).toMatchObject({ day: 20, hour: 0 });
    expect(parseWall('2026-13-20')).toBeUndefined();
  });

  it('names its offset', () => {
    expect(offsetLabel(now, 'Asia/Shanghai')).toBe('UTC+8');
    expect(offsetLabel(now, 'Asia/Kolkata')).toBe('UTC+5:30');
    expect(offsetLabel(now, 'UTC')).toBe('UTC');
  });
});
