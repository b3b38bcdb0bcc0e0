import type { Analysis } from '../../analysis/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { Cluster, Records } from '../../records/index.ts';
import { type Condition, conditionRule } from './condition.ts';
import { contextOfCluster } from './context-of-cluster.ts';

/** An API server writes events all the time, if only about its own leases. */
const silentMs = 30 * 60_000;
/** All events are looked at for that. */
const activityMs = 5 * 60_000;

export interface SilentClustersNeeds {
  readonly records: Pick<Records, 'clusters'>;
  /** Whether the engine answers. That it does not is a condition of its own. */
  readonly isReady: () => boolean;
  /** Of all clusters. */
  readonly activity: (signal: AbortSignal) => ReturnType<Analysis['clusterActivity']>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A cluster that sent events before sends none any more. */
export function silentClusters({ records, isReady, activity, clock }: SilentClustersNeeds): Condition {
  let seen: ReadonlyMap<string, number> = new Map();
  let askedAt: number | undefined;
  let known: readonly Cluster[] = [];
  return {
    rule: conditionRule({
      name: 'whodunit-silent-cluster',
      displayName: { en: 'A cluster is silent', 'zh-CN': '集群没有上报', ja: 'クラスターからの受信が途絶えた' },
      severity: 'high',
      groupBy: ['cluster'],
      title: {
        en: 'No events from cluster ${cluster}',
        'zh-CN': '未收到集群 ${cluster} 的事件',
        ja: 'クラスター ${cluster} からイベントが届いていません',
      },
      desc: {
        en: 'The last event was received at ${last}. Look at the webhook of its API servers, and at the network in between.',
        'zh-CN': '最后一个事件收到于 ${last}。请检查其 API Server 的 Webhook 以及网络。',
        ja: '最後のイベントの受信は ${last} です。API サーバーの Webhook と、その間のネットワークを確認してください。',
      },
    }),
    async ask(signal) {
      if (!isReady()) return undefined;
      const clusters = (await records.clusters.list()).filter(({ status }) => status === 'enabled');
      known = clusters;
      const now = clock.now();
      if (askedAt === undefined || Math.abs(now - askedAt) >= activityMs) {
        seen = new Map((await activity(signal)).map((one) => [one.clusterId, one.lastReceivedAtMicros / 1000]));
        askedAt = now;
      }
      const before = now - silentMs;
      return clusters.flatMap(({ id, name }) => {
        const last = seen.get(id);
        return last !== undefined && last < before ? [{ cluster: name, last: new Date(last).toISOString() }] : [];
      });
    },
    contextOf: ({ cluster = '' }) => contextOfCluster(known, cluster),
  };
}
