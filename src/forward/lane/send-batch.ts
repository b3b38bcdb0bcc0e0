import type { Backoff } from '../../base/index.ts';
import type { ForwardRun } from '../../records/index.ts';
import type { OpenDestination } from '../kept-destinations.ts';
import type { Outcome } from '../outcome.ts';
import type { View } from '../read/view.ts';
import { attempt } from '../send/attempt.ts';
import { deliver, type DeliverNeeds } from '../send/deliver.ts';
import { type ParcelEvents, rulesOf } from '../send/parcels.ts';
import type { Refusals } from '../send/refusals.ts';
import type { LaneNeeds } from './needs.ts';
import type { PreparedBatch } from './prepare-batch.ts';

/** What is sent, and whereto. */
export interface Sending {
  readonly run: ForwardRun;
  readonly prepared: PreparedBatch;
  readonly destination: OpenDestination;
  readonly view: View;
  readonly backoff: Backoff;
  readonly refusals: Refusals;
  readonly signal: AbortSignal;
  readonly onOutcome: DeliverNeeds['onOutcome'];
  readonly onHeld: DeliverNeeds['onHeld'];
}

/**
 * Sends a batch, however long that takes. Before, its end is on disk; afterwards, what became of it. Rejects with the reason of the signal:
 * then the batch is sent again, all of it. So it is where the owner of the destination has not what it takes any more: AppError `forbidden`.
 */
export async function sendBatch(needs: LaneNeeds, sending: Sending): Promise<void> {
  const { records, clock, metrics, onStep } = needs;
  const { run, prepared, destination, view, signal, onOutcome, onHeld, backoff, refusals } = sending;
  const { batch, parcels, rejected } = prepared;
  const { name } = destination;
  // Whoever ends the sending may have moved the place of the run.
  signal.throwIfAborted();
  await records.forwardRuns.plan(run.id, batch.end);
  onStep('forward-planned');
  const send = (events: ParcelEvents): Promise<Outcome> => attempt(needs, destination, events, signal);
  const delivered = await deliver(parcels, {
    allowed: (events) => view.allowed(events),
    whyNot: rulesOf(destination, clock).whyNot,
    attempt: send,
    onOutcome,
    onHeld,
    backoff,
    refusals,
    clock,
    signal,
  });
  onStep('forward-sent');
  signal.throwIfAborted();
  const all = [...rejected, ...delivered.rejected];
  await records.forwardRuns.finish({
    run: run.id,
    place: batch.end,
    sent: delivered.sent,
    rejected: all,
    isLast: false,
  });
  metrics.countEvents(name, 'sent', delivered.sent);
  metrics.countEvents(name, 'rejected', all.length);
}
