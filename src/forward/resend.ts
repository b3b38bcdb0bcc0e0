import { words } from '../base/index.ts';
import type { WaysOut } from '../delivery/index.ts';
import type { OwnerDeps } from '../access/index.ts';
import type { ForwardReject, Records } from '../records/index.ts';
import type { EventSource, StoredEvent } from '../stream/index.ts';
import type { OpenDestination } from './kept-destinations.ts';
import type { ForwardMetrics } from './metrics.ts';
import type { Outcome } from './outcome.ts';
import { createView, type View } from './read/view.ts';
import { attempt } from './send/attempt.ts';
import { forwardedEvent, keyOf, parcelsOf, rulesOf } from './send/parcels.ts';

/** What became of an event that was refused before; `missing`: there is nothing to send any more. */
export interface Resent {
  readonly id: number;
  readonly outcome: Outcome['kind'] | 'missing';
  readonly status?: number | undefined;
  readonly answer: string;
}

export interface ResendNeeds extends WaysOut {
  readonly records: OwnerDeps['records'] & Pick<Records, 'forwardRejects' | 'transaction'>;
  readonly source: EventSource;
  readonly metrics: Pick<ForwardMetrics, 'countEvents' | 'countCall'>;
}

/** A body has one receipt, and as many events as it likes. */
const pageEvents = 1000;

/**
 * Sends events again that a destination refused, one by one in the order given. What is taken is no dead letter any more. Ends where the
 * destination takes nothing: what was not tried then has no answer.
 */
export async function resend(
  needs: ResendNeeds,
  destination: OpenDestination,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<readonly Resent[]> {
  const view = createView(needs, destination);
  const done: Resent[] = [];
  for (const id of ids) {
    const reject = await needs.records.forwardRejects.find(destination.name, id);
    if (!reject) continue;
    const resent = await resendOne(needs, { destination, view, reject, signal });
    done.push(resent);
    if (resent.outcome === 'retry' || resent.outcome === 'stopped') break;
  }
  return done;
}

interface Resending {
  readonly destination: OpenDestination;
  readonly view: View;
  readonly reject: ForwardReject;
  readonly signal: AbortSignal;
}

async function resendOne(needs: ResendNeeds, { destination, view, reject, signal }: Resending): Promise<Resent> {
  const { records, source, metrics, clock } = needs;
  const { name, shape } = destination;
  const { id } = reject;
  const event = await findEvent(source, reject, signal);
  if (!event) return { id, outcome: 'missing', answer: words`the store has it no more` };
  const isWanted = await view.test();
  if (!isWanted(event))
    return { id, outcome: 'missing', answer: words`the filter or the clusters leave it out by now` };
  const forwarded = forwardedEvent(view.redact(event), view.clusterName(event.clusterId), shape);
  const { parcels, rejected } = parcelsOf([forwarded], rulesOf(destination, clock));
  const [parcel] = parcels;
  if (!parcel) {
    // Some drop what they do not take, and say that they have it.
    const { status, answer = '' } = rejected[0] ?? {};
    await records.forwardRejects.answer(id, { status, answer });
    return { id, outcome: 'refused', answer };
  }
  const outcome = await attempt(needs, destination, parcel, signal);
  metrics.countCall(name, outcome.kind);
  const [refusal] = outcome.kind === 'sent' ? (outcome.refused ?? []) : [];
  const { status, answer } = refusal ?? outcome;
  if (outcome.kind === 'sent' && !refusal && !outcome.again?.length) {
    records.transaction(({ forwardRejects, forwardRuns }) => {
      forwardRejects.delete(id);
      forwardRuns.countTaken(name);
    });
    metrics.countEvents(name, 'sent', 1);
    return { id, outcome: 'sent', status, answer };
  }
  await records.forwardRejects.answer(id, { status, answer });
  if (outcome.kind === 'sent') return { id, outcome: refusal ? 'refused' : 'retry', status, answer };
  return { id, outcome: outcome.kind, status, answer };
}

/** The event in the store, among all of its receipt. */
async function findEvent(
  source: EventSource,
  { receivedAtMicros, eventKey }: ForwardReject,
  signal: AbortSignal,
): Promise<StoredEvent | undefined> {
  let after: Parameters<EventSource['received']>[0]['after'] = { receivedAtMicros: receivedAtMicros - 1 };
  for (;;) {
    signal.throwIfAborted();
    const page = await source.received({ after, throughMicros: receivedAtMicros, limit: pageEvents });
    const found = page.events.find(({ clusterId, cursor }) => keyOf(clusterId, cursor) === eventKey);
    const last = page.events.at(-1);
    if (found || page.isLast || !last) return found;
    after = { receivedAtMicros: last.receivedAtMicros, within: last.cursor };
  }
}
