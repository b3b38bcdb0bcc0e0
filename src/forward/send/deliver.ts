import { type Backoff, unreachable } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { NewForwardReject } from '../../records/index.ts';
import type { ForwardedEvent } from '../destination-type.ts';
import type { Outcome } from '../outcome.ts';
import { type ParcelEvents, rejectOf } from './parcels.ts';
import type { Refusals } from './refusals.ts';

/** A destination that takes nothing until somebody mends something is asked again by itself this often. */
const stoppedMs = 600_000;

export interface DeliverNeeds {
  /** Those that may be sent by now: a batch waits for days at times. Rejects where nothing may. */
  readonly allowed: (events: ParcelEvents) => Promise<readonly ForwardedEvent[]>;
  /** Why an event is set aside without asking, by now. */
  readonly whyNot: (event: ForwardedEvent) => string | undefined;
  /** Tries once. Rejects with the reason of the signal. */
  readonly attempt: (events: ParcelEvents) => Promise<Outcome>;
  /** Told of each try, before anything is done about it. */
  readonly onOutcome: (outcome: Outcome, events: ParcelEvents) => void;
  /** Told when it is waited because everything is refused. */
  readonly onHeld: (outcome: Outcome) => void;
  readonly backoff: Backoff;
  /** Of this batch and of those before. */
  readonly refusals: Refusals;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Ends the trying. */
  readonly signal: AbortSignal;
}

export interface Delivered {
  readonly sent: number;
  readonly rejected: readonly NewForwardReject[];
}

/**
 * Sends parcels, one after the other, until each event was taken or refused by itself: what may pass is tried for ever, and a parcel that is
 * refused as a whole is cut in two, until it is known which events it is for. While everything is refused it is asked less and less, and
 * little is set aside. Rejects with the reason of the signal, and as `allowed` does.
 */
export async function deliver(parcels: readonly ParcelEvents[], needs: DeliverNeeds): Promise<Delivered> {
  const { allowed, whyNot, attempt, onOutcome, onHeld, backoff, refusals, clock, signal } = needs;
  const waiting = [...parcels];
  const rejected: NewForwardReject[] = [];
  let sent = 0;

  async function pause(ms: number): Promise<void> {
    await clock.sleep(ms, signal);
    signal.throwIfAborted();
  }

  /** What grew too old while it was waited is set aside: some drop it, and say that they have it. */
  function isTakeable(event: ForwardedEvent): boolean {
    const answer = whyNot(event);
    if (answer !== undefined) rejected.push(rejectOf(event, { answer, status: undefined }));
    return answer === undefined;
  }

  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const parcel = (await allowed(next)).filter((event) => isTakeable(event));
    if (!isParcel(parcel)) continue;
    const outcome = await attempt(parcel);
    onOutcome(outcome, parcel);
    switch (outcome.kind) {
      case 'sent': {
        const { refused, again, taken } = sorted(parcel, outcome);
        sent += taken;
        rejected.push(...refused);
        if (taken > 0) refusals.clear();
        if (again === undefined) backoff.reset();
        else {
          waiting.unshift(again);
          await pause(backoff.nextMs(outcome.afterMs));
        }
        break;
      }
      case 'too-large':
      case 'refused': {
        const halves = inTwo(parcel);
        if (halves) waiting.unshift(...halves);
        else {
          rejected.push(rejectOf(parcel[0], { answer: outcome.answer, status: outcome.status }));
          refusals.add();
        }
        if (!refusals.areAll()) backoff.reset();
        else {
          onHeld(outcome);
          await pause(backoff.nextMs());
        }
        break;
      }
      case 'retry':
        waiting.unshift(parcel);
        await pause(backoff.nextMs(outcome.afterMs));
        break;
      case 'stopped':
        waiting.unshift(parcel);
        await pause(stoppedMs);
        break;
      default:
        return unreachable(outcome);
    }
  }
  return { sent, rejected };
}

/** What became of each event of a parcel that was taken, but for some of it. */
function sorted(parcel: ParcelEvents, { refused = [], again = [] }: Extract<Outcome, { kind: 'sent' }>) {
  const later = again.flatMap((index) => parcel[index] ?? []);
  return {
    refused: refused.flatMap(({ index, answer, status }) => {
      const event = parcel[index];
      return event ? [rejectOf(event, { answer, status })] : [];
    }),
    again: isParcel(later) ? later : undefined,
    taken: parcel.length - refused.length - later.length,
  };
}

function inTwo(parcel: ParcelEvents): readonly [ParcelEvents, ParcelEvents] | undefined {
  const middle = Math.ceil(parcel.length / 2);
  const [first, second] = [parcel.slice(0, middle), parcel.slice(middle)];
  return isParcel(first) && isParcel(second) ? [first, second] : undefined;
}

function isParcel(events: readonly ForwardedEvent[]): events is ParcelEvents {
  return events.length > 0;
}
