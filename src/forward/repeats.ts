import type { Caller } from '../access/index.ts';
import { AppError, type Signal, said } from '../base/index.ts';
import type { ForwardReject, Records } from '../records/index.ts';
import type { EventStream } from '../stream/index.ts';
import type { KeptDestinations } from './kept-destinations.ts';
import type { Lanes } from './lane/lanes.ts';
import { missingDestination, openDestination } from './open-destination.ts';
import type { ReplayRange } from './read/replay.ts';
import { resend, type ResendNeeds, type Resent } from './resend.ts';
import type { Replay } from './status.ts';

/** A page of what was refused. */
export interface RejectsPage {
  readonly before?: number | undefined;
  readonly limit: number;
}

/** What is sent again because somebody asks for it. */
export interface Repeats {
  /** Sends again what was received or happened within a range. Throws AppError `not-found`, `conflict`. */
  replay(name: string, range: ReplayRange, caller: Caller): Promise<Replay>;
  /** Ends the sending of a range. Throws AppError `not-found`. */
  cancelReplay(name: string, id: number, caller: Pick<Caller, 'name'>): Promise<void>;
  /** What a destination refused, the latest first. Throws AppError `not-found`. */
  rejects(name: string, page: RejectsPage): Promise<readonly ForwardReject[]>;
  /** Sends again what was refused, by id, in this order; see `resend`. Throws AppError `not-found`, `conflict`, and the signal's reason. */
  resend(name: string, ids: readonly number[], signal: AbortSignal): Promise<readonly Resent[]>;
}

export interface RepeatsNeeds extends ResendNeeds {
  readonly records: ResendNeeds['records'] & Pick<Records, 'destinations' | 'forwardRuns'>;
  readonly destinations: Pick<KeptDestinations, 'open'>;
  readonly stream: Pick<EventStream, 'through'>;
  readonly receivedUntilNow: () => number;
  readonly lanes: Pick<Lanes, 'begin'>;
  readonly signal: Signal;
  readonly stopping: AbortSignal;
}

export function createRepeats(needs: RepeatsNeeds): Repeats {
  const { records, destinations, stream, receivedUntilNow, lanes, signal, stopping } = needs;
  return {
    async replay(name, { fromMicros, toMicros }, { name: startedBy }) {
      await openDestination(destinations, name, said`replay`);
      const range = { fromMicros, toMicros };
      const through = stream.through() ?? receivedUntilNow();
      const place = { receivedAtMicros: 0 };
      const run = { destination: name, range: JSON.stringify(range), through, place, startedBy };
      const started = await records.forwardRuns.start(run);
      signal.notify();
      return { ...started, range };
    },
    async cancelReplay(name, id, { name: by }) {
      if (!(await records.forwardRuns.cancel({ destination: name, id, by })))
        throw new AppError('not-found', said`cannot cancel ${id}: destination "${name}" sends no such range again`);
      lanes.begin(name);
    },
    async rejects(name, page) {
      if (!(await records.destinations.find(name))) throw missingDestination(name);
      return records.forwardRejects.list({ destination: name, ...page });
    },
    async resend(name, ids, signal) {
      const destination = await openDestination(destinations, name, said`send to`);
      return resend(needs, destination, ids, AbortSignal.any([stopping, signal]));
    },
  };
}
