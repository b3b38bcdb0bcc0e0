import type { MessageSeverity } from '../message.ts';

/** The words that channels add to a message. */
export interface ChannelWords {
  readonly severities: Readonly<Record<MessageSeverity, string>>;
  readonly severity: string;
  readonly resolved: string;
  readonly test: string;
  readonly since: string;
  readonly until: string;
  /** Said where a message was too long for its channel. */
  readonly shortened: string;
  readonly leftOut: (names: string) => string;
  readonly digest: {
    readonly title: (count: number, resolved: number) => string;
    readonly text: string;
    readonly others: string;
    readonly link: string;
  };
  readonly templateFault: string;
  readonly testMessage: { readonly title: (channel: string) => string; readonly text: string };
}

const english: ChannelWords = {
  severities: { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low', report: 'Report' },
  severity: 'Severity',
  resolved: 'Resolved',
  test: 'Test',
  since: 'Since',
  until: 'Until',
  shortened: 'Shortened: it was too long for this channel.',
  leftOut: (names) => `Too large to be attached: ${names}`,
  digest: {
    title: (count, resolved) => `${count} messages in one${resolved > 0 ? `, ${resolved} of them resolved` : ''}`,
    text: 'They were more than this channel takes, so they are counted by rule. The first of them:',
    others: 'Other rules',
    link: 'All messages',
  },
  templateFault: 'The template of the channel failed',
  testMessage: {
    title: (channel) => `Test of channel ${channel}`,
    text: 'This message was sent to see whether the channel works. Nothing has happened.',
  },
};

const chinese: ChannelWords = {
  severities: { critical: '严重', high: '高', medium: '中', low: '低', report: '报告' },
  severity: '严重程度',
  resolved: '已恢复',
  test: '测试',
  since: '开始时间',
  until: '结束时间',
  shortened: '内容过长，已被截短。',
  leftOut: (names) => `附件过大，未附上：${names}`,
  digest: {
    title: (count, resolved) => `${count} 条消息已合并${resolved > 0 ? `，其中 ${resolved} 条已恢复` : ''}`,
    text: '消息数量超过该渠道的上限，已按规则合并计数。最早的几条：',
    others: '其他规则',
    link: '全部消息',
  },
  templateFault: '渠道模板渲染失败',
  testMessage: {
    title: (channel) => `渠道 ${channel} 的测试消息`,
    text: '这条消息用于检查渠道是否可用，并没有发生任何事件。',
  },
};

const japanese: ChannelWords = {
  severities: { critical: '緊急', high: '高', medium: '中', low: '低', report: 'レポート' },
  severity: '重大度',
  resolved: '解決済み',
  test: 'テスト',
  since: '開始',
  until: '終了',
  shortened: '長すぎるため、一部を省略しました。',
  leftOut: (names) => `大きすぎるため添付していません：${names}`,
  digest: {
    title: (count, resolved) =>
      `${count} 件のメッセージをまとめました${resolved > 0 ? `（うち解決済み ${resolved} 件）` : ''}`,
    text: 'このチャネルの上限を超えたため、ルールごとの件数にまとめました。最初の数件：',
    others: 'その他のルール',
    link: 'すべてのメッセージ',
  },
  templateFault: 'チャネルのテンプレートを展開できません',
  testMessage: {
    title: (channel) => `チャネル ${channel} のテスト`,
    text: 'チャネルの動作を確認するためのメッセージです。何も起きていません。',
  },
};

/** The words of a language; English where there are none. */
export function channelWords(language: string): ChannelWords {
  const [base] = language.toLowerCase().split('-');
  return base === 'zh' ? chinese : base === 'ja' ? japanese : english;
}
