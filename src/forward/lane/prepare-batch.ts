import { type Clock, createTurns } from '../../platform/index.ts';
import type { NewForwardReject } from '../../records/index.ts';
import type { ForwardedEvent } from '../destination-type.ts';
import type { OpenDestination } from '../kept-destinations.ts';
import type { Batch } from '../read/batch-reader.ts';
import type { View } from '../read/view.ts';
import { forwardedEvent, type ParcelEvents, parcelsOf, rulesOf } from '../send/parcels.ts';

/** A batch as it is sent. */
export interface PreparedBatch {
  readonly batch: Batch;
  readonly parcels: readonly ParcelEvents[];
  /** What is set aside without asking. */
  readonly rejected: readonly NewForwardReject[];
}

/** Writes the events of a batch in their shape, and parts them into what is sent at once. */
export async function prepareBatch(
  batch: Batch,
  { destination, view }: { readonly destination: OpenDestination; readonly view: View },
  clock: Pick<Clock, 'nowMicros'>,
): Promise<PreparedBatch> {
  return { batch, ...parcelsOf(await shaped(batch, destination, view), rulesOf(destination, clock)) };
}

/** Events as they are sent. Everybody else is answered in between. */
async function shaped(
  { events }: Batch,
  { shape }: OpenDestination,
  { redact, clusterName }: View,
): Promise<readonly ForwardedEvent[]> {
  const turn = createTurns();
  const all: ForwardedEvent[] = [];
  for (const event of events) {
    all.push(forwardedEvent(redact(event), clusterName(event.clusterId), shape));
    await turn();
  }
  return all;
}
