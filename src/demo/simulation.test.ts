import { beforeAll, describe, expect, it } from 'vitest';
import { EventReader, layouts } from '../audit/index.ts';
import { createManualClock } from '../platform/index.ts';
import { createCalendar, weekday } from './calendar.ts';
import { createSimulation, type Simulation, type SimulationOptions } from './index.ts';
import { liveTraffic } from './live-traffic.ts';
import { day, fromDate } from './time.ts';

const now = new Date('2026-11-21T09:17:23.456Z');
const history = (options: SimulationOptions): string[] => [...createSimulation(options).history()].flat();

function* eachLine(simulation: Simulation): Iterable<string> {
  for (const lines of simulation.history()) yield* lines;
}

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
  const times: string[] = [];
  const stages = new Set<string>();
  const strange: string[] = [];
  const byPeople = new Map<string, number>();

  // One pass over the history, which is 250 MB when kept whole.
  beforeAll(() => {
    const reader = new EventReader();
    const encoder = new TextEncoder();
    for (const line of eachLine(createSimulation({ seed: 7, now }))) {
      const { auditID, stage, stageTimestamp, user } = parse(line);
      stages.add(`${auditID} ${stage}`);
      const date = stageTimestamp.slice(0, 10);
      if (user.username.endsWith('@harbor.example')) byPeople.set(date, (byPeople.get(date) ?? 0) + 1);
      // A sample is enough, as every kind of event comes hundreds of times. `audit` keeps empty details as received.
      const bytes = encoder.encode(line);
      const isSampled = times.length % 7 === 0 && !line.includes('"details":{}');
      const isWritable = () => reader.read(bytes, 0, bytes.length, 0) === undefined && reader.row.layout === layouts.v1;
      if (isSampled && !isWritable()) strange.push(line);
      times.push(stageTimestamp);
    }
  });

  it('has thirty days of events in the order of their stage timestamps', () => {
    expect(times.length).toBeGreaterThan(150_000);
    expect(times.length).toBeLessThan(250_000);
    expect(times).toEqual(times.toSorted());
    expect(times[0]?.slice(0, 10)).toBe('2026-10-22');
    expect((times.at(-1) ?? '') < now.toISOString()).toBe(true);
  });

  it('writes each event as kube-apiserver does: the reference reader can write it back byte for byte', () => {
    expect(strange).toEqual([]);
  });

  it('logs each stage of a request once', () => {
    expect(stages.size).toBe(times.length);
  });

  it('rests at weekends and on the holiday', () => {
    const calendar = createCalendar(fromDate(now));
    const counts = Array.from({ length: 28 }, (_, index) => {
      const at = calendar.startOf(index + 2);
      const count = byPeople.get(new Date(at / 1000).toISOString().slice(0, 10)) ?? 0;
      return { isOff: !calendar.isWorkday(at), count };
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

  it('goes on after now without a gap or a double', () => {
    const simulation = createSimulation(short);
    const past = [...simulation.history()].flat();
    const first = simulation.advance(new Date(now.getTime() + 600_000));
    const second = simulation.advance(new Date(now.getTime() + 1_200_000));
    expect(simulation.advance(new Date(now.getTime() + 1_200_000))).toEqual([]);
    const times = [...past.slice(-1), ...first, ...second].map((line) => parse(line).stageTimestamp);
    expect(times).toEqual(times.toSorted());
    expect((times[1] ?? '') > now.toISOString()).toBe(true);
    const ids = [...past, ...first, ...second].map((line) => `${parse(line).auditID} ${parse(line).stage}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is as busy after now as on the day before, also where it is asked every second', () => {
    // Two days in the middle of a week.
    const midnight = Date.parse('2026-11-19T00:00:00Z');
    const simulation = createSimulation({ seed: 3, now: new Date(midnight), days: 1 });
    const past = [...simulation.history()].flat().length;
    let live = 0;
    for (let at = midnight; at < midnight + 86_400_000; at += 1000)
      live += simulation.advance(new Date(at + 1000)).length;
    expect(live / past).toBeGreaterThan(0.8);
    expect(live / past).toBeLessThan(1.25);
  });

  it('streams live traffic by the clock until it is told to stop', async () => {
    const simulation = createSimulation({ ...short, days: 0 });
    const clock = createManualClock(now.getTime());
    const stop = new AbortController();
    const traffic = liveTraffic(simulation, clock, stop.signal);
    const next = traffic.next();
    for (let seconds = 0; seconds < 600; seconds += 1) {
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
