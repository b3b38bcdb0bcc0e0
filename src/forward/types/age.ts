import { z } from 'zod';
import { said, textOf } from '../../base/index.ts';
import type { ForwardedEvent } from '../destination-type.ts';

const hourMicros = 3_600_000_000;

/** What a destination is told whose other side takes nothing older. */
export const MaxAgeHours = z.number().int().min(1).max(876_000).default(168);

/** Why an event is set aside for its age; undefined where it is not. */
export function whyTooOld({ timeMicros }: ForwardedEvent, maxAgeHours: number, nowMicros: number): string | undefined {
  return timeMicros < nowMicros - maxAgeHours * hourMicros
    ? textOf(said`it is older than ${maxAgeHours} hours`)
    : undefined;
}

/** Why an event is set aside whose time is still to come. */
export function whyTooEarly({ timeMicros }: ForwardedEvent, hours: number, nowMicros: number): string | undefined {
  return timeMicros > nowMicros + hours * hourMicros
    ? textOf(said`it is more than ${hours} hours ahead of the clock`)
    : undefined;
}
