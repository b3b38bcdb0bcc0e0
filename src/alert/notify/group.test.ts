// The decisions over a group, held to a model that keeps everything and decides by looking at all of it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cause } from '../cause.ts';
import { type Circumstances, flush } from './flush.ts';
import { emptyGroup, type Group, type Timing, withCause } from './group.ts';
import { cause, event, everything, over } from './testkit.ts';

/** Something that happens to a group at a time. */
interface Step {
  readonly at: number;
  readonly cause: Cause;
}

/** What a channel is told at a time. */
interface Told {
  readonly at: number;
  readonly firing: readonly string[];
  readonly over: readonly string[];
}

const start = 1_763_661_600_000;
const names = ['a', 'b', 'c'] as const;

const steps: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 40 }),
      name: fc.constantFrom(...names),
      what: fc.constantFrom('fire', 'fire', 'end', 'event'),
    }),
    { maxLength: 40 },
  )
  .map((all) => {
    let at = start;
    const firing = new Map<string, Cause>();
    return all.flatMap(({ gap, name, what }): Step[] => {
      at += gap * 1000;
      if (what === 'event') return [{ at, cause: event(name) }];
      if (what === 'fire') {
        const fired = cause(name, { isAgain: firing.has(name) });
        firing.set(name, fired);
        return [{ at, cause: fired }];
      }
      const fired = firing.get(name);
      firing.delete(name);
      return fired ? [{ at, cause: over(fired) }] : [];
    });
  });

const timings: fc.Arbitrary<Timing> = fc.record({
  waitMs: fc.integer({ min: 0, max: 30 }).map((seconds) => seconds * 1000),
  intervalMs: fc.integer({ min: 0, max: 60 }).map((seconds) => seconds * 1000),
  repeatMs: fc.constant(undefined),
});

function circumstances(now: number, timing: Timing, more: Partial<Circumstances> = {}): Circumstances {
  const never = { keptBackBy: () => undefined, needsResolved: () => false };
  return { now, timing, channels: ['x'], ...never, ...more };
}

function idOf(of: Cause): string {
  return of.ends === 'never' ? of.key : of.fingerprint;
}

function real(all: readonly Step[], timing: Timing): readonly Told[] {
  const told: Told[] = [];
  let group: Group | undefined;
  const runUntil = (at: number): void => {
    while (group?.dueAt !== undefined && group.dueAt <= at) {
      const now = group.dueAt;
      const { tellings, group: after } = flush(group, circumstances(now, timing));
      for (const telling of tellings) {
        const ids = (members: typeof telling.firing) => members.map(({ id }) => id).toSorted();
        told.push({ at: now, firing: ids(telling.firing), over: ids(telling.over) });
      }
      group = after;
    }
  };
  for (const step of all) {
    runUntil(step.at - 1);
    group = withCause(group ?? emptyGroup, step.cause, timing, { now: step.at, isOverflow: false });
  }
  runUntil(Number.MAX_SAFE_INTEGER);
  return told;
}

/** Keeps all that was not told, in order, and who was told of what. */
function naive(all: readonly Step[], { waitMs, intervalMs }: Timing): readonly Told[] {
  const told: Told[] = [];
  let pending: Step[] = [];
  const known = new Set<string>();
  let sentAt: number | undefined;
  const dueAt = (): number => {
    const [first] = pending;
    if (!first) return Infinity;
    return sentAt === undefined ? first.at + waitMs : Math.max(first.at, sentAt + intervalMs);
  };
  const runUntil = (at: number): void => {
    for (let now = dueAt(); now <= at; now = dueAt()) {
      const last = new Map(pending.map((step) => [idOf(step.cause), step.cause]));
      pending = [];
      const isOver = (of: Cause): boolean => of.status === 'resolved' && known.has(idOf(of));
      const causes = [...last.values()];
      const firing = causes.filter((of) => !isOver(of)).map(idOf);
      const overs = causes.filter(isOver).map(idOf);
      for (const of of causes)
        if (of.ends !== 'never' && of.status === 'firing') known.add(idOf(of));
        else known.delete(idOf(of));
      told.push({ at: now, firing: firing.toSorted(), over: overs.toSorted() });
      sentAt = now;
    }
  };
  for (const step of all) {
    runUntil(step.at - 1);
    // A group of which nothing fires is forgotten when its interval is over.
    if (known.size === 0 && pending.length === 0 && sentAt !== undefined && sentAt + intervalMs < step.at)
      sentAt = undefined;
    const id = idOf(step.cause);
    const isNews = step.cause.status === 'firing' || known.has(id) || pending.some((one) => idOf(one.cause) === id);
    if (isNews) pending.push(step);
  }
  runUntil(Number.MAX_SAFE_INTEGER);
  return told;
}

test('a group tells what a model tells that keeps everything, and when it does', () => {
  fc.assert(
    fc.property(steps, timings, (all, timing) => {
      expect(real(all, timing)).toEqual(naive(all, timing));
    }),
    { numRuns: 500 },
  );
});

describe('whatever comes, and whatever keeps it back', () => {
  const scope = everything;
  const silence = { by: 'silence', id: 's', comment: 'planned', author: 'ann', scope } as const;
  const inhibition = { by: 'inhibition', rule: 'down', fingerprint: 'f', labels: {}, scope } as const;

  /** Between the steps the clock is set, silences come and go, sources fire. */
  const weather = fc.record({
    isSilenced: fc.boolean(),
    isInhibited: fc.boolean(),
    clock: fc.constantFrom(0, 0, 0, -3_600_000, 3_600_000),
  });

  test('nobody is told of an end who was not told of the beginning, and nothing waits longer than it may', () => {
    fc.assert(
      fc.property(steps, timings, fc.array(weather, { minLength: 40, maxLength: 40 }), (all, timing, days) => {
        let group: Group | undefined;
        const open = new Set<string>();
        for (const [index, step] of all.entries()) {
          const { isSilenced, isInhibited, clock } = days[index] ?? { isSilenced: false, isInhibited: false, clock: 0 };
          const now = step.at + clock;
          const wasDue = group?.dueAt;
          group = withCause(group ?? emptyGroup, step.cause, timing, { now, isOverflow: false });
          const longest = now + Math.max(timing.waitMs, timing.intervalMs);
          if (wasDue === undefined && group.dueAt !== undefined) expect(group.dueAt).toBeLessThanOrEqual(longest);
          if (group.dueAt === undefined || group.dueAt > now) continue;
          const keptBack = { keptBackBy: () => (isInhibited ? inhibition : isSilenced ? silence : undefined) };
          const { tellings, group: after } = flush(group, circumstances(now, timing, keptBack));
          for (const telling of tellings) {
            for (const { id } of telling.over) expect(open.delete(id)).toBe(true);
            for (const member of telling.firing) {
              expect(isSilenced || isInhibited).toBe(false);
              if (member.cause.ends !== 'never' && member.cause.status === 'firing') open.add(member.id);
            }
          }
          group = after;
        }
      }),
      { numRuns: 500 },
    );
  });
});
