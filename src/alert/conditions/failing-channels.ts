import type { Clock } from '../../platform/index.ts';
import type { Records } from '../../records/index.ts';
import { type Condition, conditionRule } from './condition.ts';

const hourMs = 3_600_000;
/** What fails for less may pass by itself. */
const patienceMs = 5 * 60_000;

interface FailingChannelsNeeds {
  readonly records: Pick<Records, 'outbox'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Channels of whose last tries none went well, by name; since when, in Unix milliseconds. */
  readonly failures: () => ReadonlyMap<string, { readonly since: number }>;
}

/** A channel has taken nothing for minutes, or messages of the last hour were given up. */
export function failingChannels({ records, clock, failures }: FailingChannelsNeeds): Condition {
  return {
    rule: conditionRule({
      name: 'whodunit-channel-failing',
      displayName: { en: 'A channel does not deliver', 'zh-CN': '通知渠道投递失败', ja: 'チャネルに配信できません' },
      severity: 'high',
      groupBy: ['channel'],
      title: {
        en: 'Channel ${channel} does not deliver',
        'zh-CN': '渠道 ${channel} 投递失败',
        ja: 'チャネル ${channel} に配信できません',
      },
      desc: {
        en: '${messages} messages of the last hour were given up; others wait to be tried again. What was given up can be sent again.',
        'zh-CN': '最近一小时内有 ${messages} 条消息被放弃，其余的等待重试。被放弃的消息可以重新发送。',
        ja: '直近 1 時間で ${messages} 件のメッセージの配信をあきらめました。ほかは再試行を待っています。あきらめたものは再送できます。',
      },
    }),
    async ask() {
      const now = clock.now();
      const dead = await records.outbox.countDead(now - hourMs);
      const stuck = [...failures()].filter(([, { since }]) => since < now - patienceMs).map(([channel]) => channel);
      const channels = [...new Set([...dead.keys(), ...stuck])];
      return channels.map((channel) => ({ channel, messages: dead.get(channel) ?? 0 }));
    },
  };
}
