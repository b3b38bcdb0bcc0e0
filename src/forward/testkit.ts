import { afterEach, beforeEach } from 'vitest';
// Forwarding over records of its own and a store in memory, on a clock that the test moves. Calls go out to this machine.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventReader } from '../audit/index.ts';
import { localAdmin } from '../access/index.ts';
import { temporaryDelivery, type TemporaryDelivery } from '../delivery/testkit.ts';
import { createLogger, createMetrics, type Registry } from '../platform/index.ts';
import { createEventStream, type EventSource, type EventStream, type StoredEvent } from '../stream/index.ts';
import { type Forwarding, type ForwardingOptions, openForwarding } from './forwarding.ts';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a sink answers; `never` keeps the caller waiting, `reset` ends the connection in the middle of an answer. */
export type SinkAnswer =
  | 'never'
  | 'reset'
  | { readonly status?: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

export interface Sink extends AsyncDisposable {
  readonly url: string;
  readonly calls: readonly Call[];
  /** Calls that have no answer yet. */
  open(): number;
}

/** A server that takes what is forwarded. */
export async function startSink(answerOf: (call: Call) => SinkAnswer = () => ({})): Promise<Sink> {
  const calls: Call[] = [];
  let open = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    open += 1;
    response.on('close', () => (open -= 1));
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const call = { method, path: url, headers, body: Buffer.concat(chunks) };
      calls.push(call);
      const answer = answerOf(call);
      if (answer === 'never') return;
      if (answer === 'reset') {
        response.writeHead(200, { 'content-length': '100' }).write('half');
        response.socket?.destroy();
        return;
      }
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    open: () => open,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The events of a call, whose body is an EventList or lines. */
export function eventsOf({ body, headers }: Call): readonly { readonly auditID: string }[] {
  const text = body.toString();
  if (headers['content-type'] === 'application/json')
    return (JSON.parse(text) as { items: { auditID: string }[] }).items;
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { auditID: string });
}

const reader = new EventReader();

/** An event of a cluster as the store gives it. */
export function storedEvent(
  change: Partial<StoredEvent> & { readonly id: string; readonly more?: object },
): StoredEvent {
  const { id, more, ...rest } = change;
  const event = { auditID: id, verb: 'get', user: { username: 'ann' }, stage: 'ResponseComplete', ...more };
  const bytes = rest.bytes ?? Buffer.from(JSON.stringify(event));
  const { row } = reader;
  reader.read(bytes, 0, bytes.length, 0);
  return {
    bytes,
    clusterId: 'c',
    namespace: row.text('object_namespace'),
    resource: row.text('object_resource'),
    subresource: row.text('object_subresource'),
    timeMicros: 0,
    receivedAtMicros: 0,
    wrapper: '',
    isRedacted: false,
    cursor: id,
    ...rest,
  };
}

export interface ForwardKit {
  readonly kept: TemporaryDelivery;
  readonly forwarding: Forwarding;
  readonly stream: EventStream;
  readonly registry: Registry;
  /** Statements that were asked of the store. */
  reads(): number;
  /** Adds a body of events to the store, as one commit. */
  receive(...events: readonly (Partial<StoredEvent> & { readonly id: string; readonly more?: object })[]): void;
  apply(yaml: string): Promise<void>;
  /** Waits until something holds, while the clock goes on. */
  until(holds: () => boolean | Promise<boolean>, stepMs?: number): Promise<void>;
  /** Ends it without a word, opens the records anew, and starts another over them; `isPending`: what was received is to be committed yet. */
  restart(change?: { readonly isPending: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** Starts forwarding with a cluster `prod`, whose id its events have. */
export async function startForwardKit(
  options: Partial<ForwardingOptions> = {},
  delivery: Parameters<typeof temporaryDelivery>[0] = {},
): Promise<ForwardKit> {
  const kept = await temporaryDelivery(delivery);
  const { id: clusterId } = await kept.records.clusters.add({
    name: 'prod',
    project: 'default',
    kind: 'self-managed',
    retentionDays: 30,
  });
  const all: StoredEvent[] = [];
  let reads = 0;
  let receipt = kept.clock.nowMicros();
  const source: EventSource = {
    received: async ({ after, throughMicros, limit, range }) => {
      reads += 1;
      const at = after.within === undefined ? -1 : all.findIndex(({ cursor }) => cursor === after.within);
      const asked = all.filter(
        (event, index) =>
          event.receivedAtMicros <= throughMicros &&
          (at >= 0 ? index > at : event.receivedAtMicros > after.receivedAtMicros) &&
          (range === undefined || isWithin(event.receivedAtMicros, range) || isWithin(event.timeMicros, range)),
      );
      const events = asked.slice(0, limit);
      return { events, isLast: events.length === asked.length };
    },
  };
  let stream = createEventStream(source);
  let registry = createMetrics();

  function open(): Promise<Forwarding> {
    registry = createMetrics();
    return openForwarding({
      records: kept.records,
      delivery: kept.delivery,
      stream,
      source,
      countReceived: async ({ after, throughMicros, clusterIds, range }) => {
        const { events } = await source.received({ after, throughMicros, range, limit: Infinity });
        return events.filter((event) => clusterIds?.includes(event.clusterId) ?? true).length;
      },
      newest: async ({ clusterIds, limit }) =>
        all
          .filter((event) => clusterIds.includes(event.clusterId))
          .slice(-limit)
          .toReversed(),
      receivedUntilNow: () => receipt,
      clock: kept.clock,
      registry,
      logger: createLogger('silent'),
      random: () => 0,
      ...options,
    });
  }

  let forwarding = await open();
  return {
    kept,
    get forwarding() {
      return forwarding;
    },
    get stream() {
      return stream;
    },
    get registry() {
      return registry;
    },
    reads: () => reads,
    receive: (...events) => {
      receipt = Math.max(receipt + 1, kept.clock.nowMicros());
      const added = events.map((event) => storedEvent({ clusterId, receivedAtMicros: receipt, ...event }));
      all.push(...added);
      const through = added.at(-1)?.receivedAtMicros ?? receipt;
      stream.advance(through, through);
    },
    apply: async (yaml) => {
      const applied = await forwarding.apply(yaml, localAdmin);
      if (!applied.ok) throw new Error(JSON.stringify(applied.diagnostics));
    },
    until: async (holds, stepMs = 100) => {
      for (let step = 0; !(await holds()); step += 1) {
        if (step === 6000) throw new Error('it does not come to hold');
        // What is under way in sockets takes real time.
        await new Promise((resolve) => setTimeout(resolve, 5));
        kept.clock.advance(stepMs);
      }
    },
    restart: async ({ isPending } = { isPending: false }) => {
      await forwarding.close();
      await kept.restart();
      stream = createEventStream(source);
      const last = all.at(-1)?.receivedAtMicros;
      if (last !== undefined && !isPending) stream.advance(last, last);
      forwarding = await open();
    },
    close: async () => {
      await forwarding.close();
      await kept.remove();
    },
  };
}

function isWithin(micros: number, { fromMicros, toMicros }: { fromMicros: number; toMicros: number }): boolean {
  return micros >= fromMicros && micros < toMicros;
}

/** A kit for each test of a file, and what its tests say again and again. */
export function useForwardKit() {
  let current: ForwardKit | undefined;
  const sinks: Sink[] = [];
  const kit = (): ForwardKit => {
    if (!current) throw new Error('a kit is there while a test runs');
    return current;
  };
  beforeEach(async () => {
    current = await startForwardKit();
  });
  afterEach(async () => {
    await current?.close();
    for (const sink of sinks.splice(0)) await sink[Symbol.asyncDispose]();
  });
  return {
    kit,
    /** Puts another kit in the place of the one that is there. */
    startAnew: async (...options: Parameters<typeof startForwardKit>): Promise<void> => {
      await current?.close();
      current = await startForwardKit(...options);
    },
    sinkOf: async (answer?: (call: Call) => SinkAnswer): Promise<Sink> => {
      const sink = await startSink(answer);
      sinks.push(sink);
      return sink;
    },
    statusOf: async (name: string) => (await kit().forwarding.list()).find((one) => one.name === name),
    /** Receives bodies of one event each, numbered on. */
    receive: (count: number, from = 0): string[] => {
      const ids = Array.from({ length: count }, (_, index) => `e${from + index}`);
      for (const id of ids) kit().receive({ id });
      return ids;
    },
  };
}

export const webhook = (name: string, { url }: Sink, more = ''): string =>
  `kind: Destination\nname: ${name}\ntype: webhook\nurl: ${url}/hook?key=k3y-value\n${more}`;
export const idsIn = (calls: readonly Call[]): string[] => calls.flatMap(eventsOf).map(({ auditID }) => auditID);
