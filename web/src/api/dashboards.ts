import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Dashboard } from '../../../src/dashboards/index.ts';
import {
  DashboardAnswer as DashboardAnswerSchema,
  DashboardList as DashboardListSchema,
  DashboardRunAnswer,
  type DashboardRunRequest,
  type DashboardSummary as DashboardSummarySchema,
} from '../../../src/server/schemas/index.ts';
import { call, decode, send } from './client.ts';
import { ApiError } from './error.ts';
import { preferredLanguage } from '../lib/i18n/languages.ts';
import { loadWordings } from '../lib/i18n/wordings/load.ts';
import { worded } from '../lib/i18n/wordings/worded.ts';
import type { Wordings } from '../lib/i18n/wordings/wordings.ts';
import { isArray, type Json, member, parseJson } from './json.ts';
import type { ResultTable } from './search.ts';

export type DashboardSummary = z.output<typeof DashboardSummarySchema>;
export type DashboardAnswer = z.output<typeof DashboardAnswerSchema>;
export type RunRequest = Omit<z.input<typeof DashboardRunRequest>, 'panels'>;

type PanelHead = Omit<z.output<typeof DashboardRunAnswer>['panels'][number], 'columns' | 'rows' | 'before'>;

/** What a panel answered. One that failed has an error and no rows. */
export interface PanelAnswer extends PanelHead, ResultTable {
  /** The same over the period before, or why there is nothing to compare with. */
  readonly before?:
    | { readonly from: string; readonly to: string; readonly rows: ResultTable['rows'] }
    | { readonly none: 'retention' | 'no-earlier-event' };
}

const dashboardList = {
  queryKey: ['dashboards'],
  queryFn: () => call('GET', '/api/v1/dashboards', DashboardListSchema),
};

/** The dashboards that the user may see. */
export function useDashboards() {
  return useQuery({ ...dashboardList, select: ({ items }) => items });
}

/** What should be a dashboard and cannot be run, such as a file of the operator's. */
export function useUnreadableDashboards() {
  return useQuery({ ...dashboardList, select: ({ unreadable }) => unreadable });
}

export function useDashboard(id: string) {
  return useQuery({
    queryKey: ['dashboards', id],
    queryFn: () => call('GET', `/api/v1/dashboards/${encodeURIComponent(id)}`, DashboardAnswerSchema),
  });
}

/** Runs panels of a dashboard, and gives their answers by id. */
export async function runPanels(
  dashboard: string,
  panels: readonly string[],
  request: RunRequest,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PanelAnswer>> {
  const path = `/api/v1/dashboards/${encodeURIComponent(dashboard)}/run`;
  return readPanels(await send('POST', path, { body: { ...request, panels: [...panels] }, signal }));
}

/** Runs the first panel of a dashboard that is not kept. */
export async function previewPanel(
  dashboard: Dashboard,
  request: RunRequest,
  signal: AbortSignal,
): Promise<PanelAnswer> {
  const panel = dashboard.sections[0]?.panels[0]?.id ?? '';
  const body = { ...request, dashboard, panels: [panel] };
  const answer = (await readPanels(await send('POST', '/api/v1/dashboards/run', { body, signal }))).get(panel);
  if (!answer) throw new ApiError(200, 'unexpected-answer', `the answer has no panel "${panel}"`);
  return answer;
}

type PanelProblem = NonNullable<z.output<typeof DashboardRunAnswer>['panels'][number]['error']>;

async function readPanels(response: Response): Promise<ReadonlyMap<string, PanelAnswer>> {
  const document = parseJson(await response.text());
  const { panels } = decode(DashboardRunAnswer, document);
  const written = member(document, 'panels');
  const hasError = panels.some(({ error }) => error);
  const wordings = hasError ? await loadWordings(preferredLanguage()) : undefined;
  return new Map(
    panels.map((panel, index) => {
      const read = readPanel(panel, isArray(written) ? written[index] : undefined);
      return [panel.id, panel.error ? { ...read, error: problemIn(panel.error, wordings) } : read];
    }),
  );
}

/** Why a panel failed, in the reader's language. */
function problemIn(error: PanelProblem, wordings: Wordings | undefined): PanelProblem {
  const diagnostics = error.diagnostics?.map((diagnostic) => worded(diagnostic, wordings));
  return { ...worded(error, wordings), ...(diagnostics ? { diagnostics } : {}) };
}

/** `written` has the rows as they were written: numbers that JavaScript would round keep their text. */
function readPanel(
  answer: z.output<typeof DashboardRunAnswer>['panels'][number],
  written: Json | undefined,
): PanelAnswer {
  const { rows: _, before, ...head } = answer;
  return {
    ...head,
    rows: rowsOf(member(written, 'rows')),
    meta: {
      elapsedMs: answer.elapsedMs,
      warnings: [],
      ...(answer.limited === undefined ? {} : { limited: answer.limited }),
    },
    ...(before === undefined
      ? {}
      : { before: 'none' in before ? before : { ...before, rows: rowsOf(member(written, 'before', 'rows')) } }),
  };
}

function rowsOf(value: Json | undefined): ResultTable['rows'] {
  return isArray(value) ? value.filter(isArray) : [];
}
