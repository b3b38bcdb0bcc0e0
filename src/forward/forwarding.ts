import type { Caller } from '../access/index.ts';
import { createSignal, type Result } from '../base/index.ts';
import type { Delivery } from '../delivery/index.ts';
import type { Clock, Logger, Registry } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import type { Beginning, EventSource, EventStream } from '../stream/index.ts';
import type { NewestEvents } from './dry-run/newest.ts';
import { createKeptDestinations } from './kept-destinations.ts';
import { createLanes } from './lane/lanes.ts';
import type { ForwardingStep } from './lane/needs.ts';
import type { ForwardFailure } from './lane/standing.ts';
import { createForwardMetrics } from './metrics.ts';
import { missingDestination } from './open-destination.ts';
import { createRepeats, type Repeats } from './repeats.ts';
import { createRetentionWatch, type RetentionWatch } from './retention.ts';
import { createStatuses, type DestinationStatus, type Statuses, type StatusesNeeds } from './status.ts';
import { createTrials, type Trials } from './trials.ts';

/** Events go on to whoever else needs them. */
export interface Forwarding extends RetentionWatch, Trials, Repeats, Pick<Statuses, 'lags'> {
  /** As `KeptDestinations.apply`. */
  apply(text: string, caller: Caller): Promise<Result<readonly DestinationStatus[]>>;
  /** By name. */
  list(): Promise<readonly DestinationStatus[]>;
  /** Removes a destination; what it was not sent yet is not sent. Gives false when there is none. */
  delete(name: string): Promise<boolean>;
  /** Sends nothing until it is resumed; where it was is kept. Throws AppError `not-found`. */
  pause(name: string, caller: Pick<Caller, 'name'>): Promise<DestinationStatus>;
  /** Goes on where it was. Throws AppError `not-found`. */
  resume(name: string): Promise<DestinationStatus>;
  /** Destinations that take nothing at the moment, by name. */
  failures(): ReadonlyMap<string, ForwardFailure>;
  /** Resolves when nothing is sent any more. A call under way is given up, and made again after a start. */
  close(): Promise<void>;
}

export interface ForwardingOptions extends Pick<StatusesNeeds, 'countReceived'> {
  readonly records: Records;
  readonly delivery: Pick<Delivery, 'http' | 'connector' | 'secrets'>;
  readonly stream: EventStream;
  readonly source: EventSource;
  readonly newest: NewestEvents;
  /** A receipt after all that were given. */
  readonly receivedUntilNow: () => number;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly onStep?: (step: ForwardingStep) => void;
  /** As `Math.random`; for tests. */
  readonly random?: () => number;
}

/** Opens the destinations, and begins to send each of them what it has not had yet. */
export async function openForwarding(options: ForwardingOptions): Promise<Forwarding> {
  const {
    records,
    delivery,
    stream,
    clock,
    receivedUntilNow,
    logger,
    onStep = () => undefined,
    random = Math.random,
  } = options;
  const destinations = createKeptDestinations({ records, secrets: delivery.secrets, receivedUntilNow });
  const signal = createSignal();
  const stop = new AbortController();
  const ways = { http: delivery.http, connector: delivery.connector, clock };
  const metrics = createForwardMetrics(options.registry, () => statuses.lags());
  const shared = { ...options, ...ways, destinations, signal, metrics, onStep, random };
  const stopping = stop.signal;
  const lanes = createLanes({ ...shared, stopping });
  const statuses = createStatuses({ ...options, lanes });
  const leave = stream.onAdvance((beginning) => {
    if (beginning) beginAnew(beginning);
    lanes.advanced();
  });
  for (const { name } of await records.destinations.list()) lanes.begin(name);

  /** Who has come further than anything was received by now had it from a clock that was ahead, and would pass over what is received now. */
  function beginAnew({ afterMicros, throughMicros }: Beginning): void {
    const farMicros = Math.max(throughMicros, clock.nowMicros());
    try {
      // At once: in between, what is under way would note its place.
      const names = records.transaction(({ forwardRuns }) => forwardRuns.beginAnew({ afterMicros, farMicros }));
      for (const name of names) lanes.begin(name);
    } catch (error) {
      logger.error({ err: error }, 'cannot note that receipts begin anew; what is paused may pass over events');
    }
  }

  async function statusOf(name: string): Promise<DestinationStatus> {
    const shown = (await destinations.list()).find((one) => one.name === name);
    if (!shown) throw missingDestination(name);
    return statuses.of(shown);
  }

  return {
    ...createRetentionWatch({ ...options, metrics, hasAll: statuses.hasAll }),
    ...createTrials({ ...shared, lanes, stopping }),
    ...createRepeats({ ...shared, lanes, stopping }),
    async apply(text, caller) {
      const applied = await destinations.apply(text, caller);
      if (!applied.ok) return applied;
      for (const { name } of applied.value) lanes.begin(name);
      return { ...applied, value: await Promise.all(applied.value.map(statuses.of)) };
    },
    list: async () => Promise.all((await destinations.list()).map(statuses.of)),
    async delete(name) {
      const wasThere = await destinations.delete(name);
      await lanes.end(name);
      return wasThere;
    },
    async pause(name, caller) {
      if (!(await records.destinations.pause(name, caller.name))) throw missingDestination(name);
      lanes.find(name)?.pause();
      signal.notify();
      return statusOf(name);
    },
    async resume(name) {
      if (!(await records.destinations.pause(name, undefined))) throw missingDestination(name);
      signal.notify();
      return statusOf(name);
    },
    lags: statuses.lags,
    failures: () => lanes.failures(),
    async close() {
      leave();
      stop.abort(new Error('the server stops'));
      await lanes.ended();
    },
  };
}
