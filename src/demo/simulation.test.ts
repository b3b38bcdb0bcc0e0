import { describe, expect, it } from 'vitest';
import { EventReader, layouts } from '../audit/index.ts';
import { createManualClock } from '../platform/index.ts';
import { createCalendar, weekday } from './calendar.ts';
import { createSimulation, liveTraffic, type SimulationOptions } from './index.ts';
import { day, fromDate } from './time.ts';

const now = new Date('2026-11-21T09:17:23.456Z');
const history = (options: SimulationOptions): string[] => [...createSimulation(options).history()].flat();

interface Logged {
  auditID: string;
  stage: string;
  stageTimestamp: string;
  user: { username: string };
}

function parse(line: string): Logged {
  return JSON.parse(line) as Logged;
}

describe('the simulated cluster', () => {
  const lines = history({ seed: 7, now });
  const events = lines.map(parse);

  it('has thirty days of events in the order of their stage timestamps', () => {
    expect(lines.length).toBeGreaterThan(150_000);
    expect(lines.length).toBeLessThan(250_000);
    const times = events.map((event) => event.stageTimestamp);
    expect(times).toEqual(times.toSorted());
    expect(times[0]?.slice(0, 10)).toBe('2026-10-22');
    expect((times.at(-1) ?? '') < now.toISOString()).toBe(true);
  });

  it('writes each event as kube-apiserver does: the reference reader can write it back byte for byte', () => {
    const reader = new EventReader();
    const encoder = new TextEncoder();
    // Every kind of event comes hundreds of times; a refused path's empty details are kept as they were received.
    const sample = lines.filter((line, index) => index % 7 === 0 && !line.includes('"details":{}'));
    const strange = sample.filter((line) => {
      const bytes = encoder.encode(line);
      return reader.read(bytes, 0, bytes.length, 0) !== undefined || reader.row.layout !== layouts.v1;
    });
    expect(strange.slice(0, 3)).toEqual([]);
  });

  it('logs each stage of a request once', () => {
    expect(new Set(events.map((event) => `${event.auditID} ${event.stage}`)).size).toBe(events.length);
  });

  it('rests at weekends and on the holiday', () => {
    const calendar = createCalendar(fromDate(now));
    const people = Map.groupBy(
      events.filter((event) => event.user.username.endsWith('@harbor.example')),
      (event) => event.stageTimestamp.slice(0, 10),
    );
    const counts = Array.from({ length: 28 }, (_, index) => {
      const at = calendar.startOf(index + 2);
      const count = people.get(new Date(at / 1000).toISOString().slice(0, 10))?.length ?? 0;
      return { isOff: calendar.isHoliday(at) || [0, 6].includes(weekday(at)), count };
    });
    const busiestRest = Math.max(...counts.filter(({ isOff }) => isOff).map(({ count }) => count));
    const quietestWork = Math.min(...counts.filter(({ isOff }) => !isOff).map(({ count }) => count));
    expect(busiestRest * 5).toBeLessThan(quietestWork);
  });
});

describe('createSimulation', () => {
  const short = { seed: 3, now, days: 2 };

  it('gives the same lines for the same seed, and others for another', () => {
    expect(history(short)).toEqual(history(short));
    expect(history({ ...short, seed: 4 })).not.toEqual(history(short));
  });

  it('goes on after now without a gap or a double, at the true pace of leases', () => {
    const simulation = createSimulation(short);
    const past = [...simulation.history()].flat();
    const first = simulation.advance(new Date(now.getTime() + 30_000));
    const second = simulation.advance(new Date(now.getTime() + 60_000));
    expect(simulation.advance(new Date(now.getTime() + 60_000))).toEqual([]);
    const times = [...past.slice(-1), ...first, ...second].map((line) => parse(line).stageTimestamp);
    expect(times).toEqual(times.toSorted());
    expect((times[1] ?? '') > now.toISOString()).toBe(true);
    const leases = [...first, ...second].filter((line) => line.includes('"objectRef":{"resource":"leases"'));
    expect(leases.length).toBeGreaterThanOrEqual(50);
    const ids = [...past, ...first, ...second].map((line) => `${parse(line).auditID} ${parse(line).stage}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('streams live traffic by the clock until it is told to stop', async () => {
    const simulation = createSimulation({ ...short, days: 0 });
    const clock = createManualClock(now.getTime());
    const stop = new AbortController();
    const traffic = liveTraffic(simulation, clock, stop.signal);
    const next = traffic.next();
    for (let seconds = 0; seconds < 60; seconds += 1) {
      clock.advance(1000);
      await Promise.resolve();
    }
    const { value } = await next;
    expect(value?.length).toBeGreaterThan(0);
    stop.abort();
    expect(await traffic.next()).toEqual({ done: true, value: undefined });
  });
});

describe('the calendar', () => {
  it('has its holiday on a Thursday of every month', () => {
    for (let shift = 0; shift < 7; shift += 1) {
      const calendar = createCalendar(fromDate(now) + shift * day);
      const holidays = Array.from({ length: 30 }, (_, index) => calendar.startOf(index + 1)).filter(calendar.isHoliday);
      expect(holidays.map(weekday)).toEqual([4]);
    }
  });
});
