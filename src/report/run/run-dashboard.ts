import type { Caller } from '../../access/index.ts';
import { AppError, createSemaphore, said } from '../../base/index.ts';
import { type Panel, textIn } from '../../dashboards/index.ts';
import type { CveSource } from '../cve/data.ts';
import { isAboutCves, panelIdOf, withCvePanels } from '../cve/expand.ts';
import type { KnownDashboard } from '../registry/registry.ts';
import type { FindEarlier } from './earlier.ts';
import { rejected } from './failure.ts';
import { shareAttempts } from './attempts.ts';
import { shareRows } from './share.ts';
import { ask, type PanelAnswer, runPanel } from './panel.ts';
import { readQuestion, type RunDeps, type RunQuestion, shownTime } from './question.ts';

/** A dashboard's panels with their rows. */
export interface RunAnswer {
  readonly id: string;
  readonly title: string;
  /** What the panels are about: `[from, to)`. */
  readonly from: string;
  readonly to: string;
  readonly clusters: readonly string[];
  /** In the order of the dashboard. */
  readonly panels: readonly PanelAnswer[];
}

/** A dashboard to run, who asks, and the signal by which they stop asking. */
export interface AskedRun {
  readonly caller: Caller;
  readonly known: Pick<KnownDashboard, 'dashboard' | 'broken'>;
  readonly question: RunQuestion;
  readonly signal: AbortSignal;
}

/** As many as a caller has places for (analysis/places.ts): more would only wait. */
const panelsAtOnce = 2;
/** Of all panels of an answer together. */
const answerBytes = 8 << 20;
const panelBounds = { rows: 5000, minBytes: 64 << 10, maxBytes: 1 << 20 };

/**
 * Runs panels of a dashboard in their order. A panel that fails says so in its answer, and the others go on. Throws AppError as
 * `readQuestion` does, `not-found` for a panel that the dashboard does not have, and the signal's reason.
 */
export async function runDashboard(
  { cve, ...deps }: RunDeps & { readonly findEarlier: FindEarlier; readonly cve: CveSource },
  { caller, known, question, signal }: AskedRun,
): Promise<RunAnswer> {
  const { broken } = known;
  const data = isAboutCves(known.dashboard) ? await cve() : undefined;
  const dashboard = data ? withCvePanels(known.dashboard, data, question.language ?? 'en') : known.dashboard;
  const written = new Set(known.dashboard.sections.flatMap(({ panels }) => panels.map(({ id }) => id)));
  const panels = choosePanels(dashboard, question.panels);
  const run = await readQuestion(deps, dashboard, { caller, question, signal });
  const bytes = Math.trunc(answerBytes / Math.max(panels.length, 1));
  const { rows, minBytes, maxBytes } = panelBounds;
  const bounds = { rows, bytes: Math.min(Math.max(bytes, minBytes), maxBytes) };
  const panelDeps = { ...deps, cve: data, bounds };
  const attempts = (data?.indicators ?? []).filter(
    ({ id }) => !written.has(panelIdOf(id)) && panels.some((panel) => panel.id === panelIdOf(id)),
  );
  const shared = new Map([
    ...shareRows(panelDeps, panels, run),
    ...shareAttempts(attempts, run, (query) => ask(panelDeps, query, run.range, run)),
  ]);
  const places = createSemaphore({ places: panelsAtOnce });
  const answers = panels.map((panel) =>
    places.run(
      () => {
        const problems = broken.find(({ panelId }) => panelId === panel.id);
        const isOfCve = !written.has(panel.id);
        const giveRows = shared.get(panel.id);
        return runPanel(
          panelDeps,
          { panel, isOfCve, giveRows, broken: problems && rejected(problems.diagnostics) },
          run,
        );
      },
      { signal },
    ),
  );
  return {
    id: dashboard.id,
    title: textIn(dashboard.title, run.language),
    from: shownTime(run.range.fromMicros),
    to: shownTime(run.range.toMicros),
    clusters: run.clusters.map(({ name }) => name),
    panels: await Promise.all(answers),
  };
}

function choosePanels(
  { id, sections }: KnownDashboard['dashboard'],
  ids: readonly string[] | undefined,
): readonly Panel[] {
  const panels = sections.flatMap((section) => section.panels);
  const unknown = ids?.find((wanted) => !panels.some((panel) => panel.id === wanted));
  if (unknown !== undefined) throw new AppError('not-found', said`cannot find panel "${unknown}" of dashboard "${id}"`);
  return ids === undefined ? panels : panels.filter((panel) => ids.includes(panel.id));
}
