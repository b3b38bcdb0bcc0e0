import { type Condition, conditionRule } from './condition.ts';

/** The engine does not answer. It has a minute to start. */
export function deadEngine(isReady: () => boolean): Condition {
  return {
    rule: conditionRule({
      name: 'whodunit-engine-down',
      displayName: { en: 'The engine does not answer', 'zh-CN': '存储引擎无响应', ja: 'エンジンが応答しません' },
      severity: 'critical',
      threshold: 4,
      title: { en: 'The engine does not answer', 'zh-CN': '存储引擎无响应', ja: 'エンジンが応答しません' },
      desc: {
        en: 'Events are taken and kept, but searches are not answered and rules are not evaluated until it is back.',
        'zh-CN': '事件仍会接收并保留，但在其恢复之前无法查询，告警规则也不会评估。',
        ja: 'イベントは受け取って保持しますが、復旧するまで検索には答えられず、ルールも評価されません。',
      },
    }),
    ask: async () => (isReady() ? [] : [{ state: 'down' }]),
  };
}
