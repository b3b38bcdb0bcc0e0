import type { OwnerLoss } from '../../access/index.ts';

/** Why a report was not made. */
export type Failure = { readonly stopped: OwnerLoss } | { readonly failed: string };

/** The words of a report that is sent. */
export interface SentWords {
  readonly range: string;
  readonly clusters: string;
  readonly open: string;
  readonly missed: (count: string, since: string) => string;
  readonly failed: (panels: string) => string;
  readonly leftOut: (files: string) => string;
  readonly notMade: (schedule: string) => string;
  /** Why it was not, and is not made any more. */
  readonly stopped: Readonly<Record<OwnerLoss, string>>;
  /** Why it was not this time. */
  readonly failedOnce: (reason: string) => string;
}

const english: SentWords = {
  range: 'Range',
  clusters: 'Clusters',
  open: 'Open the report',
  missed: (count, since) =>
    `The server was off: this one stands for ${count} more, the first of which was due at ${since}.`,
  failed: (panels) => `Panels that failed: ${panels}`,
  leftOut: (files) => `Too large to be attached: ${files}`,
  notMade: (schedule) => `Report "${schedule}" was not made`,
  stopped: {
    gone: 'stopped: its owner was deleted',
    disabled: 'stopped: the token of its owner has expired',
    limited: 'stopped: its owner may no longer keep schedules',
  },
  failedOnce: (reason) => `failed: ${reason}`,
};

const chinese: SentWords = {
  range: '时间范围',
  clusters: '集群',
  open: '打开报告',
  missed: (count, since) => `服务器曾停机：本报告还代表另外 ${count} 份，其中最早一份应于 ${since} 发送。`,
  failed: (panels) => `出错的图表：${panels}`,
  leftOut: (files) => `附件过大，未附上：${files}`,
  notMade: (schedule) => `未能生成报告“${schedule}”`,
  stopped: {
    gone: '已停止：其所有者已被删除',
    disabled: '已停止：其所有者的令牌已过期',
    limited: '已停止：其所有者不再有保存计划的权限',
  },
  failedOnce: (reason) => `失败：${reason}`,
};

const japanese: SentWords = {
  range: '期間',
  clusters: 'クラスター',
  open: 'レポートを開く',
  missed: (count, since) =>
    `サーバーが停止していたため、ほか ${count} 件（最初の予定は ${since}）をこの 1 件にまとめました。`,
  failed: (panels) => `失敗したパネル：${panels}`,
  leftOut: (files) => `大きすぎるため添付していません：${files}`,
  notMade: (schedule) => `レポート「${schedule}」を作成できませんでした`,
  stopped: {
    gone: '停止: 所有者が削除されました',
    disabled: '停止: 所有者のトークンの期限が切れました',
    limited: '停止: 所有者にスケジュールを保存する権限がなくなりました',
  },
  failedOnce: (reason) => `失敗: ${reason}`,
};

const byLanguage = { en: english, 'zh-CN': chinese, ja: japanese } as const;

/** The words of a language. */
export function sentWords(language: keyof typeof byLanguage): SentWords {
  return byLanguage[language];
}

/** Why a report was not made, in a language. */
export function failureText(failure: Failure, language: keyof typeof byLanguage): string {
  const { stopped, failedOnce } = sentWords(language);
  return 'stopped' in failure ? stopped[failure.stopped] : failedOnce(failure.failed);
}
