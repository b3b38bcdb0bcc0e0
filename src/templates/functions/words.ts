import { textOf } from '../values.ts';
import type { Functions, TemplateFunction, TemplateLanguage } from './function.ts';

type Words = Readonly<Record<TemplateLanguage, string>>;

const severities: Readonly<Record<string, Words>> = {
  critical: { en: 'Critical', 'zh-CN': '严重', ja: '致命的' },
  high: { en: 'High', 'zh-CN': '高', ja: '高' },
  medium: { en: 'Medium', 'zh-CN': '中', ja: '中' },
  low: { en: 'Low', 'zh-CN': '低', ja: '低' },
  report: { en: 'Report', 'zh-CN': '报告', ja: '報告' },
};
/** As SLS numbers them. */
const numbered: Readonly<Record<string, string>> = { 10: 'critical', 8: 'high', 6: 'medium', 4: 'low', 2: 'report' };
const statuses: Readonly<Record<string, Words>> = {
  firing: { en: 'Firing', 'zh-CN': '触发', ja: '発生中' },
  resolved: { en: 'Resolved', 'zh-CN': '恢复', ja: '復旧' },
};
const types: Readonly<Record<string, Words>> = {
  sls_alert: { en: 'Alert', 'zh-CN': '告警', ja: 'アラート' },
};

/** A value by its word; one that has none stays as it is. */
function worded(words: Readonly<Record<string, Words>>, nameOf = (text: string): string => text): TemplateFunction {
  return {
    run: ([value], { fail, language }) => {
      const text = textOf(value, fail);
      const name = nameOf(text);
      return Object.hasOwn(words, name) ? words[name]?.[language] : text;
    },
  };
}

export const words: Functions = {
  format_severity: worded(severities, (text) => (Object.hasOwn(numbered, text) ? (numbered[text] ?? text) : text)),
  format_status: worded(statuses),
  format_type: worded(types),
  // Regions are Alibaba Cloud's; what stands there is told as it is.
  format_region: worded({}),
};
