import type { Clock } from '../../platform/index.ts';
import type { Cluster, Records } from '../../records/index.ts';
import { lossesOf } from '../../watch/index.ts';
import { type Condition, conditionRule } from './condition.ts';
import { contextOfCluster } from './context-of-cluster.ts';

/** What was lost is told of for as long. */
const windowMs = 900_000;

export interface DroppedEventsNeeds {
  readonly records: Pick<Records, 'clusters' | 'auditSamples'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** API servers that say themselves that they lost events, or refused requests since they could not audit them. */
export function droppedEvents({ records, clock }: DroppedEventsNeeds): Condition {
  let known: readonly Cluster[] = [];
  return {
    rule: conditionRule({
      name: 'whodunit-dropped-events',
      displayName: {
        en: 'An API server drops audit events',
        'zh-CN': 'API Server 丢弃审计事件',
        ja: 'API サーバーが監査イベントを破棄',
      },
      severity: 'high',
      groupBy: ['cluster', 'api_server'],
      title: {
        en: 'API server ${api_server} of cluster ${cluster} drops audit events',
        'zh-CN': '集群 ${cluster} 的 API Server ${api_server} 丢弃审计事件',
        ja: 'クラスター ${cluster} の API サーバー ${api_server} が監査イベントを破棄しています',
      },
      desc: {
        en: 'In the last quarter of an hour it lost ${errors} events (apiserver_audit_error_total) and refused ${rejected} requests that it could not audit (apiserver_audit_requests_rejected_total).',
        'zh-CN':
          '最近一刻钟内丢失 ${errors} 个事件（apiserver_audit_error_total），因无法审计而拒绝 ${rejected} 个请求（apiserver_audit_requests_rejected_total）。',
        ja: '直近 15 分間に ${errors} 件のイベントを失い（apiserver_audit_error_total）、監査できない ${rejected} 件のリクエストを拒否しました（apiserver_audit_requests_rejected_total）。',
      },
    }),
    async ask() {
      known = (await records.clusters.list()).filter(({ status }) => status === 'enabled');
      const now = clock.now();
      const period = { from: now - windowMs, to: now };
      const ofClusters = known.map(async ({ id, name }) => {
        const samples = await records.auditSamples.list({ clusterId: id, basis: 'metrics', ...period });
        return lossesOf(samples).map(({ source, ...lost }) => ({ cluster: name, api_server: source, ...lost }));
      });
      return (await Promise.all(ofClusters)).flat();
    },
    contextOf: ({ cluster = '' }) => contextOfCluster(known, cluster),
  };
}
