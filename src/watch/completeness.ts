import type { Expected } from './expected.ts';

/** Why nobody can say how complete the record of a period is. */
export const incompletenessReasons = [
  /** No API server's counter is read, and no agent reports. */
  'no-basis',
  /** There are counters, but no two samples of them within the period. */
  'too-few-samples',
  /** Nothing was to be expected. */
  'nothing-expected',
  /** More is stored than was counted: some API servers are not counted. */
  'more-stored-than-expected',
] as const;

export type IncompletenessReason = (typeof incompletenessReasons)[number];

/** How much of what there should be is stored, from 0 to 1. */
export type Ratio =
  | { readonly ratio: number; readonly reason: null }
  | { readonly ratio: null; readonly reason: IncompletenessReason };

/** At the ends of a period a few events lie on the other side of a sample than they were counted on. */
const edgeShare = 0.01;
const edgeEvents = 10;

/** Compares what is stored of a period with what was to be expected of the same. */
export function ratioOf(expected: Pick<Expected, 'events'>, stored: number): Ratio {
  const { events } = expected;
  if (events <= 0)
    return { ratio: null, reason: stored > edgeEvents ? 'more-stored-than-expected' : 'nothing-expected' };
  if (stored > events * (1 + edgeShare) + edgeEvents) return { ratio: null, reason: 'more-stored-than-expected' };
  return { ratio: Math.min(1, stored / events), reason: null };
}
