import { jsonText, membersOf } from '../../base/index.ts';
import type { OwnerDeps } from '../../access/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { ForwardedEvent, Parcel } from '../destination-type.ts';
import type { OpenDestination } from '../kept-destinations.ts';
import { createView } from '../read/view.ts';
import { forwardedEvent, type ParcelEvents, parcelKey, parcelsOf, rulesOf } from '../send/parcels.ts';
import { type DryCall, dryCallOf } from './dry-call.ts';
import { findNewest, type NewestEvents } from './newest.ts';
import { createRecorder } from './recorder.ts';

/** An event that would be sent. */
export interface DryEvent {
  /** Name. */
  readonly cluster: string;
  readonly auditId: string;
  readonly timeMicros: number;
  readonly receivedAtMicros: number;
  /** Something was taken out of it. */
  readonly isRedacted: boolean;
  /** Why it would be set aside without asking; undefined where it would be sent. */
  readonly setAside: string | undefined;
}

/** What a destination would be sent of what is stored. */
export interface DryRun {
  readonly name: string;
  /** The newest that the filter finds, in order of receipt. */
  readonly events: readonly DryEvent[];
  readonly calls: readonly DryCall[];
  /** Names of the secrets that calls would have besides. */
  readonly withheld: readonly string[];
}

export interface DryRunNeeds extends OwnerDeps {
  readonly newest: NewestEvents;
  readonly clock: Clock;
}

export interface DryRunLimits {
  /** How many events are looked at, at most. */
  readonly events: number;
  readonly signal: AbortSignal;
}

/** What does not come to a call within this has none. */
const callMs = 2000;

/** Says what a destination would be sent, for a few events that there are. No secret of it is used, and nothing is sent. */
export async function dryRun(
  needs: DryRunNeeds,
  destination: OpenDestination,
  { events: most, signal }: DryRunLimits,
): Promise<DryRun> {
  const { name, shape, secrets, head } = destination;
  const { clock } = needs;
  const view = createView(needs, destination);
  const isWanted = await view.test();
  const found = await findNewest(needs.newest, {
    filter: head.filter,
    clusters: view.clusters(),
    nowMicros: clock.nowMicros(),
    limit: most,
    signal,
  });
  const wanted = found.filter(isWanted).toSorted((a, b) => a.receivedAtMicros - b.receivedAtMicros);
  const cut = new Set<string>();
  const shaped = wanted.map((event) => {
    const redacted = view.redact(event);
    const forwarded = forwardedEvent(redacted, view.clusterName(event.clusterId), shape);
    if (redacted !== event) cut.add(forwarded.key);
    return forwarded;
  });
  const { parcels, rejected } = parcelsOf(shaped, rulesOf(destination, clock));
  const calls = [];
  for (const events of parcels) calls.push(await callOf(needs, destination, events, signal));
  const answers = new Map(rejected.map(({ eventKey, answer }) => [eventKey, answer]));
  return {
    name,
    events: shaped.map((event) => shown(event, cut.has(event.key), answers.get(event.key))),
    calls,
    withheld: Object.keys(secrets),
  };
}

function shown(event: ForwardedEvent, isRedacted: boolean, setAside: string | undefined): DryEvent {
  const { cluster, timeMicros, receivedAtMicros, original } = event;
  const id: unknown = JSON.parse(jsonText(membersOf(original).get('auditID') ?? Buffer.from('""')));
  const auditId = typeof id === 'string' ? id : '';
  return { cluster, auditId, timeMicros, receivedAtMicros, isRedacted, setAside };
}

/** Has the type make its call, with ways out that lead nowhere. */
async function callOf(
  { clock }: Pick<DryRunNeeds, 'clock'>,
  { type, shape, settings, secrets }: OpenDestination,
  events: ParcelEvents,
  signal: AbortSignal,
): Promise<DryCall> {
  const over = new AbortController();
  const { http, connector, recorded } = createRecorder();
  const parcel: Parcel<unknown> = {
    events,
    key: parcelKey(events),
    shape,
    settings,
    secrets: standIns(type, secrets),
    now: clock.now(),
    http,
    connector,
    clock,
    signal: AbortSignal.any([signal, over.signal]),
  };
  try {
    // Nothing answers: that it fails says nothing.
    const ended = type.send(parcel).then(
      () => undefined,
      () => undefined,
    );
    const late = clock.sleep(callMs, over.signal).then(() => undefined);
    const call = await Promise.race([recorded, ended, late]);
    signal.throwIfAborted();
    return await dryCallOf(call, events);
  } finally {
    over.abort();
  }
}

/** Texts in the place of secrets: of an address its host, of any other as little as the type can do with. */
function standIns(
  { secrets: members }: OpenDestination['type'],
  secrets: OpenDestination['secrets'],
): Readonly<Record<string, string>> {
  const given = members.flatMap(({ name, isRequired }): readonly (readonly [string, string])[] => {
    const origin = name === 'url' ? URL.parse(secrets['url'] ?? '')?.origin : undefined;
    if (origin !== undefined) return [[name, `${origin}/…`]];
    return isRequired ? [[name, 'withheld']] : [];
  });
  return Object.fromEntries(given);
}
