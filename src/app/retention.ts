import type { Forwarding } from '../forward/index.ts';
import type { Clock, Logger } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import type { IngestMetrics } from '../server/index.ts';
import { type EventRemover, type Manifest, type Retention, startRetention } from '../store/index.ts';

/** What retention is made of. */
export interface RetentionNeeds {
  readonly remover: EventRemover;
  readonly manifest: Pick<Manifest, 'forget'>;
  readonly records: Pick<Records, 'clusters' | 'legalHolds' | 'activity'>;
  readonly metrics: Pick<IngestMetrics, 'countRemoved' | 'setRetained'>;
  readonly forwarding: Pick<Forwarding, 'removing' | 'heldBackDays'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly whenReady: Promise<unknown>;
  /** Called when what is due is gone and struck out of the manifest: what looked missing before may have been that. */
  readonly onDone: () => void;
}

/** Starts retention by what the records say, and keeps what it removed in the activity log. */
export function composeRetention({
  records,
  metrics,
  forwarding,
  clock,
  onDone,
  ...others
}: RetentionNeeds): Retention {
  /** Events stay while a destination that holds them back has not had them. */
  async function list(): Promise<readonly { id: string; name: string; retentionDays: number }[]> {
    const all = await records.clusters.list();
    return Promise.all(
      all.map(async ({ id, name, retentionDays }) => {
        const more = await forwarding.heldBackDays({ name, retentionDays });
        return { id, name, retentionDays: retentionDays + more };
      }),
    );
  }

  return startRetention({
    ...others,
    clock,
    clusters: {
      list,
      deleted: () => records.clusters.deleted(),
      holds: () => records.legalHolds.list(),
    },
    onDone() {
      metrics.setRetained(clock.now() / 1000);
      onDone();
    },
    async onRemoving({ cluster, clusterId, reason, day, events }) {
      const isExpired = reason === 'expired';
      // Nobody waits for the events of a cluster that was deleted.
      const countLost = isExpired ? await forwarding.removing({ cluster, clusterId, day, events }) : undefined;
      return async () => {
        metrics.countRemoved(cluster, reason, events);
        await countLost?.();
        await records.activity.append({
          actor: 'whodunit',
          address: undefined,
          action: isExpired ? 'events-expire' : 'events-delete',
          target: cluster,
          outcome: 'done',
          detail: { day, events },
        });
      };
    },
  });
}
