import { z } from 'zod';
import type { BodyTraits } from '../ingest/index.ts';
import type { Clock, Closeable, Logger } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import {
  aheadMs,
  eventsPerSecond,
  type Fleet,
  gapSince,
  hearIn,
  leftOutBy,
  OpenRequests,
  ownerIn,
  requestsIn,
  silenceMs,
  type UnfinishedReason,
} from '../watch/index.ts';

/** An API server as it shows itself. Times in Unix milliseconds. */
export interface ApiServerView {
  readonly name: string;
  /** Whether its own lease told it from others. */
  readonly hasLease: boolean;
  /** Addresses, and hosts of agents, that sent for it. */
  readonly sources: readonly string[];
  readonly firstReceivedAt: number;
  readonly lastReceivedAt: number;
  /** When the latest of its events happened, by its own clock. */
  readonly lastEventAt: number | undefined;
  readonly eventsPerSecond: number;
  /** How much later than they happened its latest events came; below zero where its clock is ahead. */
  readonly delayMs: number | undefined;
  /** How far its clock is ahead at least, as events of the last hour show; zero where none does. */
  readonly aheadMs: number;
  /** In the last day: events whose bodies it cut away. */
  readonly truncated: number;
  /** In the last day: requests that began and whose end never came, those that are known; undefined where nobody can tell. */
  readonly unfinished: number | undefined;
  readonly unfinishedReason: UnfinishedReason | undefined;
  /** Since when it is silent against its habit. */
  readonly gapSince: number | undefined;
  /** How long it may be silent until that is a gap. */
  readonly silenceMs: number;
  /** When else it was silent against its habit, in the last day. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

/** A body that was received. */
export interface ReceivedBody extends BodyTraits {
  readonly source: string;
  readonly events: number;
}

/** The API servers of all clusters, told apart by what they send. */
export interface ApiServers extends Closeable {
  hear(clusterId: string, body: ReceivedBody): void;
  list(clusterId: string): readonly ApiServerView[];
  /** Those that are silent now, by cluster. */
  gaps(): readonly { readonly clusterId: string; readonly apiServer: ApiServerView }[];
}

export interface ApiServersNeeds {
  readonly records: Pick<Records, 'fleets'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const saveMs = 60_000;
const forgetMs = 3_600_000;

const dayMs = 86_400_000;

const Hour = z.object({
  slot: z.number(),
  truncated: z.number(),
  unfinished: z.number(),
  tellsBegins: z.boolean(),
  tellsEnds: z.boolean(),
});

const Kept = z.array(
  z.object({
    name: z.string(),
    hasLease: z.boolean(),
    sources: z.array(z.string()),
    firstAt: z.number(),
    lastAt: z.number(),
    bodies: z.number(),
    newestAt: z.number().nullable(),
    delayMs: z.number().nullable(),
    // Of an earlier release they are not there.
    delays: z.array(z.object({ slot: z.number(), ms: z.number() })).default([]),
    hours: z.array(Hour).default([]),
    gaps: z.array(z.object({ from: z.number(), to: z.number() })).default([]),
    pauses: z.array(z.object({ slot: z.number(), ms: z.number() })),
    counts: z.array(z.object({ slot: z.number(), events: z.number() })),
  }),
);

/** Remembers what was known before the restart: who fell silent is silent still. */
export async function openApiServers({ records, clock, logger }: ApiServersNeeds): Promise<ApiServers> {
  const fleets = new Map<string, Fleet>();
  for (const { clusterId, state } of await records.fleets.list()) {
    const kept = Kept.safeParse(JSON.parse(state));
    if (kept.success) fleets.set(clusterId, kept.data);
  }
  /** What was open is not kept over a restart: its ends may have come meanwhile. */
  const requestsOf = new Map<string, OpenRequests>();
  const changed = new Set<string>();
  const stopping = new AbortController();

  async function save(): Promise<void> {
    const due = [...changed];
    changed.clear();
    for (const clusterId of due) {
      try {
        await records.fleets.put({ clusterId, state: JSON.stringify(fleets.get(clusterId) ?? []) });
      } catch (error) {
        changed.add(clusterId);
        logger.warn({ err: error, clusterId }, 'cannot keep what is known of API servers; trying again in a minute');
      }
    }
  }

  /** Of a cluster that sends no more, or is gone, nothing is waited for. */
  function forgetRequests(): void {
    for (const clusterId of requestsOf.keys()) {
      const last = Math.max(...(fleets.get(clusterId) ?? []).map(({ lastAt }) => lastAt));
      if (clock.now() - last > forgetMs) requestsOf.delete(clusterId);
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(saveMs, stopping.signal);
      await save();
      forgetRequests();
    }
  }

  const viewsOf = (fleet: Fleet): readonly ApiServerView[] => fleet.map((server) => viewOf(server, clock.now()));
  const running = run();
  return {
    hear: (clusterId, { source, events, leases, newestMicros, truncated, requests }) => {
      const at = clock.now();
      const newestAt = newestMicros === undefined ? undefined : newestMicros / 1000;
      const heard = { at, source, events, leases, newestAt, truncated, requests };
      const fleet = hearIn(fleets.get(clusterId) ?? [], heard);
      const open = requestsOf.get(clusterId) ?? new OpenRequests();
      requestsOf.set(clusterId, open);
      const outcome = open.take({ server: ownerIn(fleet, heard), requests, newestAt, at });
      fleets.set(clusterId, requestsIn(fleet, outcome, at));
      changed.add(clusterId);
    },
    list: (clusterId) => viewsOf(fleets.get(clusterId) ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    gaps: () =>
      [...fleets].flatMap(([clusterId, fleet]) =>
        viewsOf(fleet).flatMap((apiServer) => (apiServer.gapSince === undefined ? [] : [{ clusterId, apiServer }])),
      ),
    close: async () => {
      stopping.abort();
      await running;
      await save();
    },
  };
}

function viewOf(server: Fleet[number], now: number): ApiServerView {
  const leftOut = leftOutBy(server, now);
  return {
    name: server.name,
    hasLease: server.hasLease,
    sources: server.sources,
    firstReceivedAt: server.firstAt,
    lastReceivedAt: server.lastAt,
    lastEventAt: server.newestAt ?? undefined,
    eventsPerSecond: eventsPerSecond(server, now),
    delayMs: server.delayMs ?? undefined,
    aheadMs: aheadMs(server),
    ...leftOut,
    truncated: Math.round(leftOut.truncated),
    gapSince: gapSince(server, now),
    silenceMs: silenceMs(server),
    gaps: server.gaps.filter(({ to }) => now - to < dayMs),
  };
}
