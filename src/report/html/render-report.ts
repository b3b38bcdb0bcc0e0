import { type Dashboard, type FilterName, textIn } from '../../dashboards/index.ts';
import type { RunAnswer } from '../run/run-dashboard.ts';
import { Markup, markup } from './markup.ts';
import { createReader, type Reader } from './reader.ts';
import { type ClusterCompleteness, renderCompleteness } from './render-completeness.ts';
import { renderPanel } from './render-panel.ts';
import { styles } from './styles.ts';

/** A run of a dashboard, and what a reader has to know of it. */
export interface ReportToRender {
  readonly dashboard: Dashboard;
  readonly answer: RunAnswer;
  /** A tag such as `zh-CN`, as the run was asked for. */
  readonly language: string;
  /** IANA name; the times of the head are in it. */
  readonly timeZone: string;
  readonly filters?: { readonly [Name in FilterName]?: readonly string[] | undefined } | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Of its clusters, or the first of them; at the foot. */
  readonly completeness: readonly ClusterCompleteness[];
  readonly madeBy: string;
  readonly madeAt: Date;
}

/**
 * Writes a run as one HTML file that needs nothing else: no script, no font, no address. Pictures are SVG, each with the table of its
 * numbers. Whatever comes from events is text.
 */
export function renderReport(report: ReportToRender): string {
  const { dashboard, answer, language } = report;
  const reader = createReader(language, report.timeZone);
  const sections = dashboard.sections.map(({ title, panels }) => {
    const rendered = panels.flatMap((panel) => {
      const found = answer.panels.find(({ id }) => id === panel.id);
      return found ? [renderPanel(panel, found, reader)] : [];
    });
    if (rendered.length === 0) return markup``;
    const head = title === undefined ? '' : markup`<h2>${textIn(title, language)}</h2>`;
    return markup`${head}
      <div class="grid">${rendered}</div> `;
  });
  const about =
    dashboard.description === undefined ? '' : markup`<p class="mute">${textIn(dashboard.description, language)}</p>`;
  const page = markup`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${answer.title}</title>
        <style>
          ${new Markup(styles)}
        </style>
      </head>
      <body>
        <header>
          <h1>${answer.title}</h1>
          ${about}${facts(report, reader)}
        </header>
        <main>${sections}</main>
        ${renderCompleteness(report.completeness, answer.clusters.length - report.completeness.length, reader)}
      </body>
    </html> `;
  return page.text;
}

function facts(report: ReportToRender, { words, time }: Reader): Markup {
  const { answer, timeZone, madeBy, madeAt } = report;
  const entries: readonly (readonly [string, string])[] = [
    [words.range, `${time(new Date(answer.from))} – ${time(new Date(answer.to))} (${timeZone})`],
    [words.clusters, answer.clusters.join(', ')],
    [words.filters, chosen(report, words)],
    [words.madeBy, madeBy],
    [words.madeAt, `${time(madeAt)} (${timeZone})`],
  ];
  return markup`<dl class="facts">
    ${entries.map(
      ([name, value]) =>
        markup`<dt>${name}</dt>
          <dd>${value === '' ? words.none : value}</dd>`,
    )}
  </dl>`;
}

/** What filters and variables are set to. */
function chosen({ dashboard, language, filters = {}, variables = {} }: ReportToRender, words: Reader['words']): string {
  const values: readonly (readonly [string, readonly string[]])[] = [
    [words.namespace, filters.namespace ?? []],
    [words.user, filters.user ?? []],
    [words.code, filters.code ?? []],
    ...dashboard.variables.map(
      ({ name, title, default: fallback }) => [textIn(title, language), [variables[name] ?? fallback]] as const,
    ),
  ];
  return values
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => `${name}: ${list.join(', ')}`)
    .join('; ');
}
