import type { Identities } from './identities.ts';
import type { Random } from './random.ts';
import type { Recorder } from './recorder.ts';
import type { Micros } from './time.ts';
import type { World } from './world.ts';

/** A stretch of time, [from, to), in which every actor does what falls to it. */
export interface Tick {
  readonly from: Micros;
  readonly to: Micros;
  readonly random: Random;
  readonly world: World;
  readonly identities: Identities;
  readonly record: Recorder['record'];
}

/** Somebody or something that uses the cluster. Actors act in a fixed order, so the same seed gives the same events. */
export type Actor = (tick: Tick) => void;

/** Says whether a point in time falls into the tick. */
export function fallsInto(tick: Tick, at: Micros): boolean {
  return tick.from <= at && at < tick.to;
}
