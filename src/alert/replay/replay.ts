import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Caller } from '../../access/index.ts';
import type { Analysis } from '../../analysis/index.ts';
import { ok, type Result } from '../../base/index.ts';
import type { TimeRange } from '../../query/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { Change, CompiledRule, Severity, Window } from '../../rules/index.ts';
import type { Cause, Evidence } from '../cause.ts';
import { askQueries, isOneReceipt, takeInPieces } from '../evaluate/index.ts';
import type { Judge, JudgedCause, Judgement } from '../judge/index.ts';
import { type Moment, momentsOf } from './moments.ts';
import { findOccupied } from './occupied.ts';

export interface ReplayQuestion {
  readonly compiled: CompiledRule;
  /** When events happened. */
  readonly range: TimeRange;
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

/** Something that would have been told. */
export interface ReplayedFiring {
  /** Unix milliseconds. */
  readonly at: number;
  readonly kind: Change['kind'];
  readonly severity: Severity;
  readonly labels: Readonly<Record<string, string>>;
  /** By language, then by name. */
  readonly annotations: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly rowCount: number;
  /** Undefined where it looked at nothing. */
  readonly evidence: Evidence | undefined;
  readonly faults: readonly string[];
}

export interface Replay {
  /** How often the rule would have fired, those included that `firings` leaves out. */
  readonly fired: number;
  /** The first of them, and what would have been over, in order. */
  readonly firings: readonly ReplayedFiring[];
  readonly evaluations: number;
  /** Unix milliseconds up to which it was evaluated: the end of the range, unless that was too much. */
  readonly through: number;
  readonly isComplete: boolean;
  /** What went wrong in some rows and was passed over, for people. */
  readonly faults: readonly string[];
}

export interface ReplayNeeds {
  readonly analysis: Pick<Analysis, 'statement' | 'describe' | 'histogram'>;
  readonly judge: Judge;
  readonly clock: Pick<Clock, 'now'>;
  readonly timeZone: string;
}

/** What one replay may take. */
const bounds = { statements: 3000, milliseconds: 60_000, firings: 1000, rows: 20, faults: 20 } as const;
/** Moments after which everybody else is answered. */
const goLength = 100;

/**
 * Evaluates a rule over what is stored as if each event had been received when it happened. Where nothing was found by its searches, its
 * queries are asked once for all such windows. Fails where a query does.
 */
export async function replayRule(needs: ReplayNeeds, question: ReplayQuestion): Promise<Result<Replay>> {
  const { compiled, range, signal } = question;
  const moments = momentsOf(compiled, range, needs.timeZone);
  const occupied = await findOccupied(needs.analysis, question);
  if (!occupied.ok) return occupied;
  const story = createStory(compiled);
  const asker = createAsker(needs, question, { occupied: occupied.value, instances: () => story.instances() });
  const until = needs.clock.now() + bounds.milliseconds;
  let [evaluations, through, isComplete] = [0, range.toMicros / 1000, true];
  for (const moment of moments) {
    if (asker.statements() >= bounds.statements || needs.clock.now() > until) {
      [through, isComplete] = [moment.tick, false];
      break;
    }
    const done = await goThrough(moment, asker, story);
    if (!done.ok) return done;
    evaluations += 1;
    if (evaluations % goLength === 0) await yieldToOthers();
    signal.throwIfAborted();
  }
  return ok({ ...story.told(), evaluations, through, isComplete });
}

type Asker = ReturnType<typeof createAsker>;
type Story = ReturnType<typeof createStory>;

/** One moment; where its pieces are as good as the whole, in pieces that are small enough. */
async function goThrough(moment: Moment, asker: Asker, story: Story): Promise<Result<null>> {
  const { tick, piece } = moment;
  let result: Result<null> = ok(null);
  const take = async (windows: readonly Window[], canBeHalved: boolean) => {
    const found = await asker.ask(tick, windows);
    if (found.ok && found.value.isCut && canBeHalved) return 'too-much';
    if (found.ok) story.goOn(tick, found.value);
    else result = found;
    return found.ok ? 'taken' : 'stopped';
  };
  if (!piece) await take(moment.windows, false);
  else
    await takeInPieces({ after: piece.from, through: piece.to }, ({ after: from, through: to }) => {
      const window = { kind: 'event', from, to } as const;
      return take(
        moment.windows.map(() => window),
        !isOneReceipt({ after: from, through: to }),
      );
    });
  return result;
}

interface Asking {
  readonly occupied: (window: Window) => boolean;
  /** Those before, each as it is kept. */
  readonly instances: () => readonly string[];
}

/** Asks the queries of a rule over windows; over those that hold nothing of it, once. */
function createAsker(
  { analysis, judge }: ReplayNeeds,
  { compiled, caller, signal }: ReplayQuestion,
  { occupied, instances }: Asking,
) {
  const turn = `replay for ${caller.name}`;
  const context = { clusters: [], project: undefined, scope: caller.scope };
  let empty: Awaited<ReturnType<typeof askQueries>> | undefined;
  let statements = 0;

  async function answersTo(tick: number, windows: readonly Window[]): ReturnType<typeof askQueries> {
    const isEmpty = !windows.some((window) => occupied(window));
    if (isEmpty && empty?.ok) return empty;
    statements += windows.length;
    const asked = { compiled, caller, windows, nowMicros: tick * 1000, signal, turn, reach: 'usual' } as const;
    const answers = await askQueries(analysis, asked);
    if (isEmpty) empty = answers;
    return answers;
  }

  return {
    statements: () => statements,
    async ask(tick: number, windows: readonly Window[]): Promise<Result<Judgement>> {
      const answers = await answersTo(tick, windows);
      if (!answers.ok) return answers;
      const [window] = windows;
      const step = `${tick} ${window?.kind === 'event' ? window.to : ''}`;
      const before = instances();
      const evaluated = { compiled, answers: answers.value, before, at: tick, step, context, window, isPart: false };
      return judge.judge(evaluated, { turn, signal });
    },
  };
}

/** What a rule would have told, evaluation after evaluation. */
function createStory(compiled: CompiledRule) {
  let instances: readonly string[] = [];
  let fired = 0;
  const firings: ReplayedFiring[] = [];
  const faults = new Set<string>();
  const keys = new Set<string>();
  const take = (cause: JudgedCause, at: number): void => {
    // Of rules that do not say so nobody is told that something is over.
    if (keys.has(cause.key) || (cause.kind === 'resolved' && compiled.rule.sendResolved !== true)) return;
    keys.add(cause.key);
    if (cause.kind !== 'resolved') fired += 1;
    if (firings.length < bounds.firings) firings.push(firingOf(cause, at));
  };
  return {
    instances: () => instances,
    goOn(tick: number, judgement: Judgement): void {
      for (const fault of judgement.faults) if (faults.size < bounds.faults) faults.add(fault);
      instances = judgement.instances.map(({ text }) => text);
      for (const cause of judgement.causes) take(cause, tick);
    },
    told: () => ({ fired, firings, faults: [...faults] }),
  };
}

function firingOf({ kind, text }: JudgedCause, at: number): ReplayedFiring {
  // Written by the judge.
  const { severity, labels, annotations, rows, rowCount, evidence, faults } = JSON.parse(text) as Cause;
  const shown = rows.slice(0, bounds.rows);
  return { at, kind, severity, labels, annotations, rows: shown, rowCount, evidence, faults };
}
