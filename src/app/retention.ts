import type { Clock, Logger } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import type { IngestMetrics } from '../server/index.ts';
import { type EventRemover, type Manifest, type Retention, startRetention } from '../store/index.ts';

/** What retention is made of. */
export interface RetentionNeeds {
  readonly remover: EventRemover;
  readonly manifest: Pick<Manifest, 'forget'>;
  readonly records: Pick<Records, 'clusters' | 'activity'>;
  readonly metrics: Pick<IngestMetrics, 'countRemoved' | 'setRetained'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly whenReady: Promise<unknown>;
  /** Called when what is due is gone and struck out of the manifest: what looked missing before may have been that. */
  readonly onDone: () => void;
}

/** Starts retention by what the records say, and keeps what it removed in the activity log. */
export function composeRetention({ records, metrics, clock, onDone, ...others }: RetentionNeeds): Retention {
  return startRetention({
    ...others,
    clock,
    clusters: records.clusters,
    onDone() {
      metrics.setRetained(clock.now() / 1000);
      onDone();
    },
    async onRemoved({ cluster, reason, day, events }) {
      metrics.countRemoved(cluster, reason, events);
      await records.activity.append({
        actor: 'whodunit',
        address: undefined,
        action: reason === 'expired' ? 'events-expire' : 'events-delete',
        target: cluster,
        outcome: 'done',
        detail: { day, events },
      });
    },
  });
}
