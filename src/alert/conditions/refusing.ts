import { type Condition, conditionRule } from './condition.ts';

/** Events are refused for lack of room. `reason` is why, or undefined. */
export function refusing(reason: () => string | undefined): Condition {
  return {
    rule: conditionRule({
      name: 'whodunit-refusing-events',
      displayName: { en: 'Events are refused', 'zh-CN': '正在拒绝事件', ja: 'イベントを拒否しています' },
      severity: 'critical',
      title: { en: 'Events are refused', 'zh-CN': '正在拒绝接收事件', ja: 'イベントの受信を拒否しています' },
      desc: {
        en: 'There is no room for events: ${reason}. API servers keep a few and drop the rest.',
        'zh-CN': '没有空间接收事件：${reason}。API Server 只会缓存少量事件，其余会丢弃。',
        ja: 'イベントを受け取る空きがありません: ${reason}。API サーバーは少しだけ保持し、残りを捨てます。',
      },
    }),
    ask: async () => {
      const why = reason();
      return why === undefined ? [] : [{ reason: why }];
    },
  };
}
