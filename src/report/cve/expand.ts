import { type Dashboard, type LocalText, type Panel, textIn } from '../../dashboards/index.ts';
import { type Indicator, type NotDetectable, statementOf } from '../../vulnerabilities/index.ts';
import { attemptColumns } from './attempt-columns.ts';
import type { CveData } from './data.ts';

/** As long as a dashboard's help may be. */
const maxHelp = 2000;

/** Says whether a dashboard has anything to do with the CVE data, which takes a moment to read. */
export function isAboutCves({ sections }: Dashboard): boolean {
  return sections.some(
    ({ include, panels }) => include !== undefined || panels.some(({ match }) => match !== undefined),
  );
}

/**
 * The dashboard with the panels that come with the CVE data in the places where it includes them: one a CVE whose exploitation shows in a
 * log, and one for all that leave no trace, with their reasons in a language.
 */
export function withCvePanels(dashboard: Dashboard, { indicators, reasons }: CveData, language: string): Dashboard {
  const sections = dashboard.sections.map(({ include, panels, ...section }) => {
    if (include === undefined) return { ...section, panels };
    const included = include === 'cve-attempts' ? indicators.map(attemptPanel) : [withoutTracePanel(reasons, language)];
    return { ...section, panels: [...panels, ...included] };
  });
  return { ...dashboard, sections };
}

const confidences: Readonly<Record<Indicator['confidence'], LocalText>> = {
  high: {
    en: 'Confidence: high, hardly anything else looks like it.',
    'zh-CN': '置信度：高，几乎没有其他操作与之相似。',
    ja: '確度：高。ほかにこれと似た操作はほとんどない。',
  },
  medium: { en: 'Confidence: medium.', 'zh-CN': '置信度：中。', ja: '確度：中。' },
  low: {
    en: 'Confidence: low, good workloads do the same: a list of candidates.',
    'zh-CN': '置信度：低，正常工作负载也会如此，仅为候选列表。',
    ja: '確度：低。正常なワークロードも同じことをする。候補の一覧。',
  },
};

/** The id of the panel about a CVE. */
export function panelIdOf(cve: string): string {
  return cve.toLowerCase();
}

function attemptPanel(indicator: Indicator): Panel {
  const { id, title, reasoning, fix, link, confidence } = indicator;
  const inEach = (textOf: (language: string) => string): LocalText =>
    Object.fromEntries(['en', 'zh-CN', 'ja'].map((language) => [language, textOf(language).slice(0, maxHelp)]));
  return {
    id: panelIdOf(id),
    title: inEach((language) => `${id}: ${textIn(title, language)}`),
    help: inEach((language) =>
      [textIn(reasoning, language), textIn(confidences[confidence], language), textIn(fix, language), link].join('\n'),
    ),
    counts: 'operations',
    chart: 'table',
    statement: statementOf(indicator),
    columns: attemptColumns,
    drillDown: 'auditID == ${{auditID}}',
    quietWhenEmpty: true,
    width: 12,
    height: 4,
  };
}

function withoutTracePanel(reasons: NotDetectable['reasons'], language: string): Panel {
  const rows = reasons.flatMap(({ ids, why }) =>
    ids.map((id) => `(${literal(id)}, ${literal(textIn(why, language))})`),
  );
  return {
    id: 'without-trace',
    title: {
      en: 'Not detectable from audit logs',
      'zh-CN': '无法从审计日志中发现',
      ja: '監査ログからは見つけられないもの',
    },
    help: {
      en: 'CVEs whose exploitation leaves nothing in an audit log that could be told from other requests, and why. That there are no findings of these says nothing.',
      'zh-CN': '这些 CVE 的利用不会在审计日志中留下可与其他请求区分的痕迹，及其原因。没有发现并不说明任何问题。',
      ja: '悪用されても監査ログにほかのリクエストと区別できる跡を残さない CVE と、その理由。見つからないことは何も意味しない。',
    },
    counts: 'events',
    chart: 'table',
    statement: `* | select cve, reason from (values ${rows.join(', ')}) as t(cve, reason) order by cve desc limit 1000`,
    columns: [
      { name: 'cve', title: { en: 'CVE', 'zh-CN': 'CVE', ja: 'CVE' }, means: 'cve' },
      { name: 'reason', title: { en: 'Why', 'zh-CN': '原因', ja: '理由' } },
    ],
    width: 12,
    height: 6,
  };
}

/** A text of the CVE data as SQL has it. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
