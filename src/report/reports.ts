import { type Caller, visibleProjects } from '../access/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { AppError, type Diagnostic, ok, type Result, said } from '../base/index.ts';
import type { Dashboard } from '../dashboards/index.ts';
import type { Clock } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import type { CveSource } from './cve/data.ts';
import { isAboutCves, withCvePanels } from './cve/expand.ts';
import {
  createOwnDashboards,
  type GivenDashboard,
  keepableProjects,
  type OwnDashboards,
  readGiven,
  yamlOf,
} from './own.ts';
import type { KnownDashboard, Registry, UnreadableDashboard } from './registry/registry.ts';
import { type CompletenessDeps, completenessOfRun } from './run/completeness.ts';
import { renderReport } from './html/index.ts';
import { createEarlier } from './run/earlier.ts';
import { shownValues, type RunDeps, type RunQuestion } from './run/question.ts';
import { type RunAnswer, runDashboard } from './run/run-dashboard.ts';
import { suggestValues } from './run/suggest.ts';
import { panelsTogether } from './run/together.ts';

/** A dashboard as a caller sees it. */
export interface SeenDashboard extends KnownDashboard {
  /** Whether the caller may change and delete it. */
  readonly isEditable: boolean;
}

/** A dashboard to be run. */
export interface OpenedDashboard extends SeenDashboard {
  /** Ids of panels that are answered soonest when one run asks for them together. */
  readonly together: readonly (readonly string[])[];
}

/** What a caller sees: dashboards, and what should be one and is not. */
export interface SeenDashboards {
  readonly dashboards: readonly SeenDashboard[];
  readonly unreadable: readonly UnreadableDashboard[];
}

/** A question about a dashboard, who asks it, and the signal by which they stop asking. */
export interface AskedOf<Q = RunQuestion> {
  readonly caller: Caller;
  readonly question: Q;
  readonly signal: AbortSignal;
}

/** A run as a file. */
export interface WrittenReport {
  readonly answer: RunAnswer;
  readonly html: string;
  /** Ids of panels that failed, of which the file says so. */
  readonly failed: readonly string[];
}

/** Values of a variable that begin with a prefix. */
export interface SuggestQuestion extends Pick<RunQuestion, 'from' | 'to' | 'clusters' | 'timeZone'> {
  readonly variable: string;
  readonly prefix: string;
}

/**
 * Dashboards, run for a caller within their scope. Throws AppError `not-found` for a dashboard that there is not, or that the caller does
 * not see, and as `readQuestion` does.
 */
export interface Reports {
  list(caller: Caller): Promise<SeenDashboards>;
  /** With the panels that come with the CVE data, with texts in a language where they have but one. */
  get(caller: Caller, id: string, language: string): Promise<OpenedDashboard>;
  run(id: string, asked: AskedOf): Promise<RunAnswer>;
  /** Runs it, and writes what came of it as one HTML file with its pictures. */
  writeHtml(id: string, asked: AskedOf): Promise<WrittenReport>;
  /** Runs one that is not kept. */
  preview(given: GivenDashboard, asked: AskedOf): Promise<Result<RunAnswer>>;
  suggest(id: string, asked: AskedOf<SuggestQuestion>): Promise<Result<readonly string[]>>;
  /** What is wrong with a dashboard that somebody gives, and what of it can be run. */
  check(given: GivenDashboard, who: Pick<AskedOf, 'caller' | 'signal'>): Promise<CheckedDashboard>;
  readonly own: OwnDashboards;
}

export interface CheckedDashboard {
  readonly dashboard: Dashboard | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReportNeeds extends RunDeps, CompletenessDeps {
  readonly records: Pick<Records, 'clusters' | 'dashboards'>;
  readonly analysis: Pick<Analysis, 'statement' | 'together' | 'dashboard'>;
  readonly registry: Registry;
  readonly cve: CveSource;
  readonly clock: Pick<Clock, 'now' | 'nowMicros'>;
  /** IANA name of the zone of runs that name none. */
  readonly timeZone: string;
}

/** Makes what keeps and runs dashboards. */
export function createReports({ registry, ...deps }: ReportNeeds): Reports {
  const { records, analysis } = deps;
  const findEarlier = createEarlier(deps);

  async function seenBy(caller: Caller): Promise<SeenDashboards> {
    const [all, isVisible, isKeepable] = await Promise.all([
      registry.all(),
      visibleProjects(records, caller),
      keepableProjects(records, caller),
    ]);
    return {
      dashboards: all.dashboards
        .filter(({ project }) => isVisible(project))
        .map((known) => ({ ...known, isEditable: known.source === 'own' && isKeepable(known.project) })),
      unreadable: all.unreadable.filter(({ project }) => isVisible(project)),
    };
  }

  async function find(caller: Caller, id: string): Promise<SeenDashboard> {
    const found = (await seenBy(caller)).dashboards.find(({ dashboard }) => dashboard.id === id);
    if (!found) throw new AppError('not-found', said`cannot find dashboard "${id}"`);
    return found;
  }

  return {
    list: seenBy,
    get: async (caller, id, language) => {
      const found = await find(caller, id);
      const cve = isAboutCves(found.dashboard) ? await deps.cve() : undefined;
      const dashboard = cve ? withCvePanels(found.dashboard, cve, language) : found.dashboard;
      return { ...found, dashboard, together: panelsTogether(dashboard, cve) };
    },
    run: async (id, asked) => runDashboard({ ...deps, findEarlier }, { ...asked, known: await find(asked.caller, id) }),
    writeHtml: async (id, asked) => {
      const { caller, question } = asked;
      const known = await find(caller, id);
      const { language = 'en', timeZone = deps.timeZone } = question;
      const cve = isAboutCves(known.dashboard) ? await deps.cve() : undefined;
      const dashboard = cve ? withCvePanels(known.dashboard, cve, language) : known.dashboard;
      const answer = await runDashboard({ ...deps, findEarlier }, { ...asked, known });
      const html = await renderReport({
        dashboard,
        answer,
        language,
        timeZone,
        ...shownValues(question),
        completeness: await completenessOfRun(deps, answer, asked),
        madeBy: caller.name,
        madeAt: new Date(deps.clock.now()),
      });
      return { answer, html, failed: answer.panels.filter(({ error }) => error).map((panel) => panel.id) };
    },
    preview: async (given, asked) => {
      const read = readGiven(given);
      if (!read.ok) return read;
      return ok(await runDashboard({ ...deps, findEarlier }, { ...asked, known: read.value }), read.diagnostics);
    },
    suggest: async (id, { caller, question, signal }) => {
      const { dashboard } = await find(caller, id);
      const { variable, prefix, ...rest } = question;
      const wanted = dashboard.variables.find(({ name }) => name === variable);
      if (!wanted) throw new AppError('not-found', said`cannot find variable "${variable}" of dashboard "${id}"`);
      if (wanted.suggest === undefined) return ok([]);
      return suggestValues(deps, { dashboard, wanted: wanted.suggest, prefix, caller, question: rest, signal });
    },
    check: async (given, who) => {
      const checked = await analysis.dashboard({ ...who, question: yamlOf(given) });
      if (!checked.ok) return { dashboard: undefined, diagnostics: checked.diagnostics };
      const { dashboard, diagnostics } = checked.value;
      return { dashboard, diagnostics };
    },
    own: createOwnDashboards({ records, registry, analysis }),
  };
}
