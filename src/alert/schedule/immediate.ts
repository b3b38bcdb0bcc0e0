import { type Backoff, createBackoff, createSignal } from '../../base/index.ts';
import { type Caller, ownerCaller, type OwnerDeps } from '../../access/index.ts';
import type { Analysis } from '../../analysis/index.ts';
import type { Clock, Closeable, Logger } from '../../platform/index.ts';
import type { EventStream } from '../../stream/index.ts';
import type { Evaluator } from '../evaluate/index.ts';
import { begunRun, placeOf, type Progresses } from '../progress.ts';
import type { ReceiptClock } from '../receipts.ts';
import type { ActiveRule, Registry } from '../registry/index.ts';
import { queriesOf } from '../rule-queries.ts';
import { createPulse } from './pulse.ts';

export interface ImmediateNeeds extends Pick<OwnerDeps, 'records'> {
  readonly registry: Pick<Registry, 'active'>;
  readonly progresses: Progresses;
  readonly evaluator: Evaluator;
  readonly analysis: Pick<Analysis, 'countMatches'>;
  readonly stream: Pick<EventStream, 'onAdvance'>;
  readonly receipts: ReceiptClock;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly logger: Logger;
  readonly random: () => number;
  /** Told of each round: how many rules it was about, and how long it took. */
  readonly onRound: (rules: number, seconds: number) => void;
}

/** Evaluates immediate rules, as events become queryable. */
export interface Immediate extends Closeable {
  /** Is told that rules were changed. */
  changed(): void;
  /** Whether events are to be looked at and none are. */
  isStalled(): boolean;
}

/** Places of rules are moved on this often where nothing comes in. */
const idleMs = 60_000;
/** Between rounds: the counting takes a fifth of the time of one processor at most. */
const pause = { leastMs: 100, mostMs: 1000, ofRound: 4 } as const;
/** What nothing came of is kept this often. */
const flushMs = 2000;
const waits = { firstMs: 1000, maxMs: 60_000 };
const catchUpMicros = 24 * 3_600_000_000;

/** A rule, and what of it is to be looked at. */
interface Behind {
  readonly active: ActiveRule;
  readonly after: number;
}

/** Starts evaluating the immediate rules that are active. */
export function startImmediate(needs: ImmediateNeeds): Immediate {
  const { stream, clock, logger } = needs;
  const stopping = new AbortController();
  const { signal } = stopping;
  const woken = createSignal();
  let isDue = true;
  const wake = (): void => {
    isDue = true;
    woken.notify();
  };
  const unfollow = stream.onAdvance(wake);
  const rounds = createRounds(needs, signal, wake);
  const pulse = createPulse(clock);
  let flushedAt = clock.now();

  async function run(): Promise<void> {
    const backoff = createBackoff({ ...waits, random: needs.random });
    while (!signal.aborted) {
      if (!isDue) {
        const waited = new AbortController();
        const untilRetry = rounds.retryAt() - clock.now();
        const sleep = clock.sleep(Math.max(Math.min(idleMs, untilRetry), 0), AbortSignal.any([signal, waited.signal]));
        await Promise.race([woken.wait(AbortSignal.any([signal, waited.signal])), sleep]);
        waited.abort();
      }
      isDue = false;
      const begin = performance.now();
      let waitMs: number = pause.leastMs;
      pulse.begin('round');
      try {
        await rounds.next();
        pulse.end('round');
        backoff.reset();
        waitMs = Math.min(Math.max(waitMs, (performance.now() - begin) * pause.ofRound), pause.mostMs);
        if (Math.abs(clock.now() - flushedAt) >= flushMs) {
          flushedAt = clock.now();
          needs.progresses.flush();
        }
      } catch (error) {
        if (signal.aborted) return;
        logger.warn({ err: error }, 'cannot evaluate immediate rules; trying again over the same events');
        isDue = true;
        waitMs = backoff.nextMs();
      }
      await clock.sleep(waitMs, signal);
    }
  }

  const running = run();
  return {
    changed: wake,
    isStalled: () => pulse.isStalled(),
    async close() {
      unfollow();
      stopping.abort();
      await running;
      await rounds.settled();
      needs.progresses.flush();
    },
  };
}

/** Rules that could not be evaluated, each left alone for longer after each time. */
function createDelays({ registry, clock, random }: ImmediateNeeds) {
  const delays = new Map<string, { readonly until: number; readonly backoff: Backoff; readonly version: number }>();
  return {
    holds: (name: string): boolean => (delays.get(name)?.until ?? 0) > clock.now(),
    extend({ name, version }: ActiveRule): void {
      const backoff = delays.get(name)?.backoff ?? createBackoff({ ...waits, random });
      delays.set(name, { version, backoff, until: clock.now() + backoff.nextMs() });
    },
    end: (name: string): void => void delays.delete(name),
    /** In Unix milliseconds; infinite where none is held. */
    firstEnd: (): number =>
      delays.values().reduce((first, { until }) => Math.min(first, until), Number.POSITIVE_INFINITY),
    /** Those of rules that are off by now, or were changed, are not waited for. */
    forgetOld(): void {
      const versions = new Map(registry.active().map(({ name, version }) => [name, version]));
      for (const [name, { version }] of delays) if (versions.get(name) !== version) delays.delete(name);
    },
  };
}

/** One look after the other at what came in since. */
function createRounds(needs: ImmediateNeeds, signal: AbortSignal, wake: () => void) {
  const { registry, progresses, evaluator, receipts, clock, logger } = needs;
  const busy = new Map<string, Promise<void>>();
  const delays = createDelays(needs);

  function behind(through: number): readonly Behind[] {
    return registry.active().flatMap((active) => {
      const { name, rule } = active;
      const progress = progresses.get(name);
      if (rule.immediate !== true || busy.has(name) || !progress) return [];
      const after = placeOf(progress, through);
      if (after >= through) return [];
      return delays.holds(name) ? [] : [{ active, after }];
    });
  }

  async function evaluate({ active, after }: Behind, through: number): Promise<void> {
    const { name } = active;
    const tick = clock.now();
    const progress = progresses.get(name);
    const begun = progress && begunRun(progress);
    const from = begun ? after : Math.max(after, through - catchUpMicros);
    const skipped =
      from > after ? await evaluator.skip(active, { run: { tick, after, through: from }, signal }) : 'done';
    const run = begun ?? { tick, after: from, through };
    const windows = [{ kind: 'receipt', after: run.after, through: run.through }] as const;
    // Right after it: by the next round the rest would be too old as well.
    const outcome = skipped === 'done' ? await evaluator.evaluate(active, { run, windows, signal }) : skipped;
    if (outcome === 'done') delays.end(name);
    else delays.extend(active);
  }

  /** Nobody waits for a rule that is slow: it is left out until it is done. */
  function begin(rule: Behind, through: number): void {
    const { name } = rule.active;
    const done = evaluate(rule, through)
      .catch((error: unknown) => {
        if (signal.aborted) return;
        // As when the disk is full.
        delays.extend(rule.active);
        logger.error({ err: error, rule: name }, 'cannot keep what came of a rule; evaluating it again');
      })
      .finally(() => {
        busy.delete(name);
        wake();
      });
    busy.set(name, done);
  }

  async function look(group: readonly Behind[], after: number, through: number): Promise<void> {
    const owned = await withCallers(needs, group);
    const searches = owned.map(({ active, caller }) => ({ caller, ...queryOf(active) }));
    const range = { kind: 'received', fromMicros: after + 1, toMicros: through + 1 } as const;
    const counts = searches.length === 0 ? [] : await needs.analysis.countMatches({ searches, range, signal });
    const quiet = new Set(owned.filter((_, index) => counts[index] === 0).map(({ active }) => active.name));
    const tick = clock.now();
    for (const rule of group) {
      const { name } = rule.active;
      if (quiet.has(name) && !progresses.get(name)?.begun)
        progresses.advance(name, { through, tick, evaluatedAt: tick });
      else begin(rule, through);
    }
  }

  return {
    async next(): Promise<void> {
      const through = receipts.settledThrough();
      if (through === undefined) return;
      const beganAt = performance.now();
      delays.forgetOld();
      const rules = behind(through);
      // Nearly all have come to the same place.
      for (const [after, group] of Map.groupBy(rules, (rule) => rule.after)) await look(group, after, through);
      if (rules.length > 0) needs.onRound(rules.length, (performance.now() - beganAt) / 1000);
    },
    /** When a rule that failed is to be tried again, in Unix milliseconds. */
    retryAt: delays.firstEnd,
    settled: async (): Promise<void> => {
      await Promise.all(busy.values());
    },
  };
}

function queryOf({ rule }: ActiveRule): ReturnType<typeof queriesOf>[number] {
  const [query] = queriesOf(rule);
  return query ?? { query: '', clusters: rule.clusters };
}

/** The rules whose owners may have them run, with these. Whoever evaluates the others finds out why not. */
async function withCallers(
  { records, clock }: Pick<ImmediateNeeds, 'records' | 'clock'>,
  rules: readonly Behind[],
): Promise<readonly (Behind & { readonly caller: Caller })[]> {
  const owners = new Map<string, ReturnType<typeof ownerCaller>>();
  const found: (Behind & { readonly caller: Caller })[] = [];
  for (const rule of rules) {
    const { owner } = rule.active;
    const key = JSON.stringify(owner);
    const looked = owners.get(key) ?? ownerCaller({ records, clock }, owner, { permission: 'keep' });
    owners.set(key, looked);
    const now = await looked;
    if (now.ok) found.push({ ...rule, caller: now.caller });
  }
  return found;
}
