import type { Cluster, Records } from '../../records/index.ts';
import { type Condition, conditionRule } from './condition.ts';
import { contextOfCluster } from './context-of-cluster.ts';

/** An API server that is silent. */
export interface ApiServerGap {
  readonly clusterId: string;
  readonly apiServer: { readonly name: string; readonly lastReceivedAt: number };
}

export interface ApiServerGapsNeeds {
  readonly records: Pick<Records, 'clusters'>;
  readonly gaps: () => readonly ApiServerGap[];
}

/** An API server that sent before sends no more, while the others of its cluster may. */
export function apiServerGaps({ records, gaps }: ApiServerGapsNeeds): Condition {
  let known: readonly Cluster[] = [];
  return {
    rule: conditionRule({
      name: 'whodunit-api-server-gap',
      displayName: {
        en: 'An API server sends no events',
        'zh-CN': 'API Server 停止上报审计事件',
        ja: 'API サーバーからの監査イベントが途絶えた',
      },
      severity: 'high',
      groupBy: ['cluster', 'api_server'],
      title: {
        en: 'No events from API server ${api_server} of cluster ${cluster}',
        'zh-CN': '未收到集群 ${cluster} 的 API Server ${api_server} 的事件',
        ja: 'クラスター ${cluster} の API サーバー ${api_server} からイベントが届いていません',
      },
      desc: {
        en: 'The last came at ${last}, and it never was silent for so long. What it does meanwhile is on no record here. Look at its audit backend, its webhook or agent, and the network in between.',
        'zh-CN':
          '最后一次收到于 ${last}，此前从未静默这么久。期间的操作在此没有记录。请检查其审计后端、Webhook 或采集代理以及网络。',
        ja: '最後の受信は ${last} で、これほど長く途絶えたことはありません。その間の操作はここに記録されません。監査バックエンド、Webhook またはエージェント、その間のネットワークを確認してください。',
      },
    }),
    async ask() {
      known = (await records.clusters.list()).filter(({ status }) => status === 'enabled');
      const names = new Map(known.map(({ id, name }) => [id, name]));
      return gaps().flatMap(({ clusterId, apiServer }) => {
        const cluster = names.get(clusterId);
        const last = new Date(apiServer.lastReceivedAt).toISOString();
        return cluster === undefined ? [] : [{ cluster, api_server: apiServer.name, last }];
      });
    },
    contextOf: ({ cluster = '' }) => contextOfCluster(known, cluster),
  };
}
