import type { Cluster, Records } from '../../records/index.ts';
import { type Condition, conditionRule } from './condition.ts';

interface FullQuotasNeeds {
  readonly records: Pick<Records, 'clusters'>;
  /** Projects of which batches are refused, and how many were today. */
  readonly full: () => readonly { readonly project: string; readonly batches: number }[];
}

/** Batches are refused because a project may receive no more today. What cannot wait loses them. */
export function fullQuotas({ records, full }: FullQuotasNeeds): Condition {
  let clusters: readonly Cluster[] = [];
  return {
    rule: conditionRule({
      name: 'whodunit-daily-quota-reached',
      displayName: {
        en: 'The quota of a day is reached',
        'zh-CN': '每日配额已用尽',
        ja: '1 日のクォータに達した',
      },
      severity: 'high',
      groupBy: ['project'],
      title: {
        en: 'Project ${project} may receive no more events today',
        'zh-CN': '项目 ${project} 今日不再接收事件',
        ja: 'プロジェクト ${project} は今日これ以上イベントを受信できません',
      },
      desc: {
        en: '${batches} batches were refused. API servers keep a few and drop the rest; log files wait. Raise its bytes a day, or wait for midnight UTC.',
        'zh-CN':
          '已拒绝 ${batches} 批事件。API Server 只会缓存少量事件，其余会丢弃；日志文件会等待。请提高每日配额，或等待 UTC 零点。',
        ja: '${batches} 個のバッチを拒否しました。API サーバーは少しだけ保持し、残りを捨てます。ログファイルは待ちます。1 日のクォータを上げるか、UTC の 0 時を待ってください。',
      },
    }),
    async ask() {
      clusters = await records.clusters.list();
      return full().map(({ project, batches }) => ({ project, batches }));
    },
    contextOf({ project = '' }) {
      const inside = clusters.filter((cluster) => cluster.project === project);
      const clusterIds = inside.map(({ id }) => id);
      return {
        clusters: inside.map(({ name }) => name),
        project,
        scope: { clusterIds, namespaces: null, bodies: true },
      };
    },
  };
}
