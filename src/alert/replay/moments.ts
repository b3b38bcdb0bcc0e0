import type { TimeRange } from '../../query/index.ts';
import { type CompiledRule, createTiming, type Window } from '../../rules/index.ts';
import { queriesOf } from '../rule-queries.ts';

/** An evaluation, and what each query looks at. */
export interface Moment {
  /** Unix milliseconds. */
  readonly tick: number;
  readonly windows: readonly Window[];
  /** The same in one, where smaller pieces of it are as good; microseconds. */
  readonly piece?: { readonly from: number; readonly to: number } | undefined;
}

/** Where each event is a group of its own, pieces of this length are as good as any. */
const pieceMs = 3_600_000;
/** An immediate rule that groups events otherwise sees those together that come in one batch. */
const batchMs = 10_000;

/** When a rule is evaluated over events that happened within a range, as if they had been received then. */
export function momentsOf(compiled: CompiledRule, range: TimeRange, timeZone: string): Iterable<Moment> {
  const { rule, causeKind, isOncePerGroup } = compiled;
  if (causeKind === 'event') return piecesOf(compiled, range, isOncePerGroup ? pieceMs : batchMs);
  const areEvents = isOncePerGroup && rule.window === undefined && rule.time !== 'event';
  return areEvents ? piecesOf(compiled, range, pieceMs) : ticksOf(compiled, range, timeZone);
}

function* piecesOf({ rule }: CompiledRule, { fromMicros, toMicros }: TimeRange, lengthMs: number): Iterable<Moment> {
  const queries = queriesOf(rule);
  for (let from = fromMicros; from < toMicros;) {
    const to = Math.min(from + lengthMs * 1000, toMicros);
    const window: Window = { kind: 'event', from, to };
    yield { tick: Math.ceil(to / 1000), windows: queries.map(() => window), piece: { from, to } };
    from = to;
  }
}

function* ticksOf({ rule }: CompiledRule, { fromMicros, toMicros }: TimeRange, timeZone: string): Iterable<Moment> {
  const timing = createTiming(rule, { timeZone });
  const last = Math.floor(toMicros / 1000);
  let after = fromMicros - 1;
  for (let tick = timing.next(fromMicros / 1000); tick !== undefined && tick <= last; tick = timing.next(tick)) {
    const through = tick * 1000 - 1;
    yield { tick, windows: timing.windows({ tick, after, through }).map(happened) };
    after = through;
  }
}

/** What was received in a window happened in it. */
function happened(window: Window): Window {
  return window.kind === 'event' ? window : { kind: 'event', from: window.after + 1, to: window.through + 1 };
}
