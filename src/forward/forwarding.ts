import type { Caller } from '../access/index.ts';
import { AppError, createSignal, type Result } from '../base/index.ts';
import type { Delivery } from '../delivery/index.ts';
import type { Clock, Logger, Registry } from '../platform/index.ts';
import type { ForwardReject, Records } from '../records/index.ts';
import type { EventSource, EventStream } from '../stream/index.ts';
import { createKeptDestinations, type KeptDestinations, type OpenDestination } from './kept-destinations.ts';
import type { ForwardFailure } from './lane/lane.ts';
import { createLanes } from './lane/lanes.ts';
import type { ForwardingStep } from './lane/needs.ts';
import { createForwardMetrics } from './metrics.ts';
import type { Outcome } from './outcome.ts';
import type { ReplayRange } from './read/replay.ts';
import { createRetentionWatch, type RetentionWatch } from './retention.ts';
import { attempt } from './send/attempt.ts';
import { forwardedEvent } from './send/parcels.ts';
import { createStatuses, type DestinationStatus, type Replay, type Statuses, type StatusesNeeds } from './status.ts';
import { testEvent } from './test-event.ts';

/** A page of what was refused. */
export interface RejectsPage {
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Events go on to whoever else needs them. */
export interface Forwarding extends RetentionWatch, Pick<Statuses, 'lags'> {
  /** As `KeptDestinations.apply`. */
  apply(text: string, caller: Caller): Promise<Result<readonly DestinationStatus[]>>;
  /** By name. */
  list(): Promise<readonly DestinationStatus[]>;
  /** Removes a destination; what it was not sent yet is not sent. Gives false when there is none. */
  delete(name: string): Promise<boolean>;
  /** Sends an event of its own now, and says what the other side answered. Throws AppError `not-found`, `conflict`. */
  test(name: string): Promise<Outcome>;
  /** Sends again what was received or happened within a range. Throws AppError `not-found`, `conflict`. */
  replay(name: string, range: ReplayRange, caller: Caller): Promise<Replay>;
  /** What a destination refused, the latest first. Throws AppError `not-found`. */
  rejects(name: string, page: RejectsPage): Promise<readonly ForwardReject[]>;
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
    onStep = () => undefined,
    random = Math.random,
  } = options;
  const destinations = createKeptDestinations({ records, secrets: delivery.secrets, receivedUntilNow });
  const signal = createSignal();
  const stop = new AbortController();
  const ways = { http: delivery.http, connector: delivery.connector, clock };
  const metrics = createForwardMetrics(options.registry, () => statuses.lags());
  const shared = { ...options, ...ways, destinations, signal, metrics, onStep, random };
  const lanes = createLanes({ ...shared, stopping: stop.signal });
  const statuses = createStatuses({ ...options, lanes });
  const leave = stream.onAdvance(() => lanes.advanced());
  for (const { name } of await records.destinations.list()) lanes.begin(name);

  return {
    ...createRetentionWatch({ ...options, metrics, hasAll: statuses.hasAll }),
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
    async test(name) {
      const destination = await known(destinations, name, 'test');
      const event = forwardedEvent(testEvent(clock.now()), 'whodunit-test', destination.shape);
      const outcome = await attempt(ways, destination, [event], stop.signal);
      // What was mended is not waited for.
      if (outcome.kind === 'sent' && lanes.find(name)?.failure()) lanes.begin(name);
      return outcome;
    },
    async replay(name, { fromMicros, toMicros }, { name: startedBy }) {
      await known(destinations, name, 'replay');
      const range = { fromMicros, toMicros };
      const through = stream.through() ?? receivedUntilNow();
      const place = { receivedAtMicros: 0 };
      const run = { destination: name, range: JSON.stringify(range), through, place, startedBy };
      const started = await records.forwardRuns.start(run);
      signal.notify();
      return { ...started, range };
    },
    async rejects(name, page) {
      if (!(await records.destinations.find(name)))
        throw new AppError('not-found', `cannot find destination "${name}"`);
      return records.forwardRejects.list({ destination: name, ...page });
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

/** Throws AppError `not-found`, and `conflict` where it cannot be used. */
async function known(
  destinations: Pick<KeptDestinations, 'open'>,
  name: string,
  task: string,
): Promise<OpenDestination> {
  const opened = await destinations.open(name);
  if (!opened) throw new AppError('not-found', `cannot ${task} destination "${name}": there is none`);
  if (!opened.ok) throw new AppError('conflict', `cannot ${task} destination "${name}": ${opened.reason}`);
  return opened.value;
}
