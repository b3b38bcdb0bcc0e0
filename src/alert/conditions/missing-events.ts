import { type Condition, conditionRule } from './condition.ts';

export interface Losses {
  readonly missingParts: number;
  readonly missingEvents: number;
}

/** The store holds less than the manifest says. */
export function missingEvents(losses: () => Losses): Condition {
  return {
    rule: conditionRule({
      name: 'whodunit-missing-events',
      displayName: {
        en: 'Stored events are missing',
        'zh-CN': '已存储的事件缺失',
        ja: '保存したイベントが欠けています',
      },
      severity: 'critical',
      title: {
        en: '${events} stored events are missing',
        'zh-CN': '缺失 ${events} 个已存储的事件',
        ja: '保存したイベントが ${events} 件欠けています',
      },
      desc: {
        en: '${parts} damaged parts are set apart, and ${events} events that were stored are not found. Somebody or something changed the data folder.',
        'zh-CN': '有 ${parts} 个损坏的数据片段被隔离，${events} 个已存储的事件无法找到。数据目录被人为或因故障改动。',
        ja: '破損した ${parts} 個のパートを隔離し、保存した ${events} 件のイベントが見つかりません。データフォルダーが変更されています。',
      },
    }),
    ask: async () => {
      const { missingParts, missingEvents } = losses();
      return missingParts + missingEvents > 0 ? [{ parts: missingParts, events: missingEvents }] : [];
    },
  };
}
