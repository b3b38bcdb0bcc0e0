import type { ReceiptClock } from '../alert/index.ts';
import type { Delivery } from '../delivery/index.ts';
import { type Forwarding, openForwarding } from '../forward/index.ts';
import type { Clock, Lifecycle, Logger, Registry } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import type { EventSearch } from '../store/index.ts';
import type { EventStream } from '../stream/index.ts';
import type { Failpoint } from './failpoint.ts';

export interface ForwardingNeeds {
  readonly lifecycle: Lifecycle;
  readonly records: Records;
  readonly delivery: Delivery;
  readonly stream: EventStream;
  readonly search: Pick<EventSearch, 'received' | 'countReceived' | 'page'>;
  readonly receipts: ReceiptClock;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly failpoint: Failpoint;
}

/** Begins to forward. The lifecycle ends it. */
export async function composeForwarding(needs: ForwardingNeeds): Promise<Forwarding> {
  const { lifecycle, search, receipts, failpoint, ...others } = needs;
  const forwarding = await openForwarding({
    ...others,
    source: search,
    countReceived: (extent) => search.countReceived(extent),
    newest: ({ condition, parameters, clusterIds, fromMicros, toMicros, limit, signal }) =>
      search.page({
        condition,
        parameters,
        range: { fromMicros, toMicros },
        scope: { clusterIds, namespaces: null, bodies: true },
        order: 'desc',
        limit,
        signal,
      }),
    receivedUntilNow: () => receipts.now(),
    onStep: (step) => failpoint.onForwardingStep(step),
  });
  return lifecycle.own('forwarding', forwarding);
}
