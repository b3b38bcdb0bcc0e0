import { type Condition, conditionRule } from './condition.ts';

/** Fewer may be an engine that was just restarted. */
const mostFailures = 3;

/** How a rule that is switched on fares. */
export interface RuleTrouble {
  readonly rule: string;
  readonly failures: number;
  readonly isStopped: boolean;
  readonly problem: string | undefined;
}

/** A rule fails again and again, or is not evaluated for want of an owner. */
export function failingRules(rules: () => readonly RuleTrouble[]): Condition {
  return {
    rule: conditionRule({
      name: 'whodunit-rule-failing',
      displayName: { en: 'A rule is not evaluated', 'zh-CN': '告警规则未被评估', ja: 'ルールが評価されていません' },
      severity: 'high',
      groupBy: ['rule'],
      title: {
        en: 'Rule ${rule} is not evaluated',
        'zh-CN': '规则 ${rule} 未被评估',
        ja: 'ルール ${rule} が評価されていません',
      },
      desc: {
        en: 'Nobody is told what it would find. The reason is: ${problem}.',
        'zh-CN': '该规则本应发现的内容不会通知任何人。原因：${problem}。',
        ja: 'このルールが見つけるはずのことは誰にも通知されません。理由: ${problem}。',
      },
    }),
    ask: async () =>
      rules()
        .filter(({ failures, isStopped }) => failures >= mostFailures || isStopped)
        .map(({ rule, problem }) => ({ rule, problem: problem ?? '' })),
  };
}
