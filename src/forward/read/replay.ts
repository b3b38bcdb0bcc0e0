import { z } from 'zod';
import { createEventStream, type EventSource, type Follower } from '../../stream/index.ts';
import type { ForwardPlace } from '../../records/index.ts';

/** What is sent again: what was received or happened from the one moment up to the other, in microseconds. */
export const ReplayRange = z.object({ fromMicros: z.number(), toMicros: z.number() });
export type ReplayRange = z.output<typeof ReplayRange>;

/** Follows what a range holds, up to the receipt when it was asked for. */
export function followRange(
  source: EventSource,
  { range, place, through }: { readonly range: ReplayRange; readonly place: ForwardPlace; readonly through: number },
): Follower {
  const stream = createEventStream({ received: (request) => source.received({ ...request, range }) });
  stream.advance(0, through);
  return stream.follow({ after: place, whenBehind: 'read' });
}
