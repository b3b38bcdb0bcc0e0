import type { Segment } from './segment.ts';
import type { Position } from './types.ts';

/** The segments there are, oldest first; the last one is being written, or will not be written again. */
export interface SegmentList {
  all(): readonly Segment[];
  /** Adds a segment at the end; one that begins at the same position is replaced, for nothing was in it. */
  add(segment: Segment): void;
  /** Takes away the segments that end at or before a position and gives them. The last one stays. */
  takeBefore(position: Position): readonly Segment[];
  /** The segment that holds a position, or the oldest where the position is before all. */
  at(position: Position): Segment | undefined;
  /** Where a segment ends because the next one begins; undefined for the last. */
  endOf(segment: Segment): Position | undefined;
}

export function createSegmentList(initial: readonly Segment[]): SegmentList {
  const segments = [...initial];
  return {
    all: () => segments,
    add: (segment) => {
      if (segments.at(-1)?.base === segment.base) segments.pop();
      segments.push(segment);
    },
    takeBefore: (position) => {
      const kept = segments.findIndex((_, index) => (segments[index + 1]?.base ?? Infinity) > position);
      return segments.splice(0, Math.max(0, kept));
    },
    at: (position) => segments.findLast((segment) => segment.base <= position) ?? segments[0],
    endOf: (segment) => segments.find((other) => other.base > segment.base)?.base,
  };
}
