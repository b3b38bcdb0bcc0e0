import { type Condition, conditionRule } from './condition.ts';

/** Events are set aside that cannot be stored. `count` is how many. */
export function quarantined(count: () => number): Condition {
  return {
    rule: conditionRule({
      name: 'whodunit-quarantined-events',
      displayName: { en: 'Events cannot be stored', 'zh-CN': '事件无法存储', ja: 'イベントを保存できません' },
      severity: 'high',
      title: {
        en: '${events} events are in quarantine',
        'zh-CN': '${events} 个事件被隔离',
        ja: '${events} 件のイベントを隔離しています',
      },
      desc: {
        en: 'The engine refused them for a reason that will not pass. They are kept on disk, and no search finds them.',
        'zh-CN': '存储引擎因持续性原因拒绝了这些事件。它们保存在磁盘上，但无法被搜索到。',
        ja: 'エンジンが恒久的な理由で拒否しました。ディスクに残っていますが、検索では見つかりません。',
      },
    }),
    ask: async () => {
      const events = count();
      return events > 0 ? [{ events }] : [];
    },
  };
}
