import type { Run } from '../../rules/index.ts';
import type { Cause } from '../cause.ts';
import type { ActiveRule } from '../registry/index.ts';
import type { RuleContext } from '../rule-context.ts';
import { mutedOf } from '../judge/index.ts';
import { searchOf } from '../rule-queries.ts';

export interface Gap {
  readonly context: RuleContext;
  readonly run: Run;
  /** Undefined where nobody knows. */
  readonly count: number | undefined;
  /** Unix milliseconds. */
  readonly at: number;
  readonly key: string;
}

/** Tells, once for all of it, what a rule has passed over because it could not be evaluated for too long. */
export function gapCause({ name, rule }: ActiveRule, { context, run, count, at, key }: Gap): Cause {
  const [from, to] = [isoOf(run.after), isoOf(run.through)];
  const { clusters, project, scope } = context;
  return {
    clusters,
    project,
    scope,
    key,
    rule: name,
    displayName: rule.displayName ?? name,
    status: 'firing',
    fingerprint: key,
    episode: key,
    isAgain: false,
    severity: rule.severity ?? 'medium',
    labels: rule.labels ?? {},
    annotations: {
      en: {
        title: `${name}: ${count ?? 'an unknown number of'} events were not evaluated`,
        desc: `The rule could not be evaluated for more than a day. What was received from ${from} to ${to} was passed over; its search finds ${count ?? 'an unknown number of'} events in it.`,
      },
      'zh-CN': {
        title: `${name}：${count ?? '未知数量的'} 个事件未被评估`,
        desc: `该规则超过一天未能评估。${from} 至 ${to} 之间收到的内容已跳过，其中其搜索命中 ${count ?? '未知数量的'} 个事件。`,
      },
      ja: {
        title: `${name}：${count ?? '不明な件数の'} 件のイベントが評価されていません`,
        desc: `このルールは 1 日以上評価できませんでした。${from} から ${to} までに受信した内容は飛ばされ、その検索は ${count ?? '不明な件数の'} 件のイベントに一致します。`,
      },
    },
    startedAt: at,
    evidence: { query: searchOf(rule), from, to },
    rows: [],
    rowCount: count ?? 0,
    faults: [],
    channels: rule.channels ?? [],
    policy: rule.policy,
    ends: 'never',
    ...mutedOf(rule, at),
  };
}

function isoOf(micros: number): string {
  return new Date(micros / 1000).toISOString();
}
