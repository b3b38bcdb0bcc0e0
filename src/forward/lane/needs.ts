import type { OwnerDeps } from '../../access/index.ts';
import type { Signal } from '../../base/index.ts';
import type { WaysOut } from '../../delivery/index.ts';
import type { Logger } from '../../platform/index.ts';
import type { Records } from '../../records/index.ts';
import type { EventSource, EventStream } from '../../stream/index.ts';
import type { KeptDestinations } from '../kept-destinations.ts';
import type { ForwardMetrics } from '../metrics.ts';

/** `forward-planned`: it is on disk which events a batch has. `forward-sent`: they are sent, and that is not on disk yet. */
export type ForwardingStep = 'forward-planned' | 'forward-sent';

/** What all lanes share. */
export interface LaneNeeds extends WaysOut {
  readonly records: OwnerDeps['records'] & Pick<Records, 'forwardRuns'>;
  readonly destinations: Pick<KeptDestinations, 'open'>;
  readonly stream: Pick<EventStream, 'follow'>;
  readonly source: EventSource;
  readonly logger: Logger;
  readonly random: () => number;
  readonly metrics: ForwardMetrics;
  /** Notified when there may be something to send. */
  readonly signal: Signal;
  readonly stopping: AbortSignal;
  /** Bytes of the events that wait for others to come, of all lanes. */
  readonly waitingBytes: () => number;
  /** Told of each step of a batch, for those who end the process there. */
  readonly onStep: (step: ForwardingStep) => void;
}
