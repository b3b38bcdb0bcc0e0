import { type Caller, isAllowed, projectsOf, visibleProjects } from '../access/index.ts';
import { AppError, type Diagnostic, fail, isAccepted, ok, type Result, said, worded } from '../base/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { type Dashboard, type ReadDashboard, readDashboard, writeDashboard } from '../dashboards/index.ts';
import type { DashboardVersion, KeptDashboard, Records } from '../records/index.ts';
import type { registryCodes } from './diagnostic-codes.ts';
import type { Registry } from './registry/registry.ts';

/** A dashboard as somebody gives it: as a form, or as YAML, which is kept as it is written. */
export type GivenDashboard = { readonly dashboard: unknown } | { readonly yaml: string };

/** A dashboard to keep. */
export interface DashboardToKeep {
  readonly given: GivenDashboard;
  /** Null: of all projects; left out: as it was, or of all that the caller may keep something for. */
  readonly project?: string | null | undefined;
}

/** Whom something is done for. */
export interface Who {
  readonly caller: Caller;
}

/** And the signal by which they stop asking. */
export interface Asking extends Who {
  readonly signal: AbortSignal;
}

/**
 * Dashboards that callers make. Each caller of the project sees them, and whoever may keep something changes them. Throws AppError
 * `not-found` for one that the caller does not see, and `conflict` for an id that is taken or a version that is not the latest.
 */
export interface OwnDashboards {
  add(toKeep: DashboardToKeep & Asking): Promise<Result<KeptDashboard>>;
  replace(
    toKeep: DashboardToKeep & Asking & { readonly id: string; readonly basedOn: number },
  ): Promise<Result<KeptDashboard>>;
  delete(id: string, who: Who): Promise<void>;
  versions(id: string, who: Who): Promise<readonly DashboardVersion[]>;
  version(id: string, version: number, who: Who): Promise<KeptDashboard>;
}

export interface OwnNeeds {
  readonly records: Pick<Records, 'dashboards' | 'clusters'>;
  readonly registry: Registry;
  readonly analysis: Pick<Analysis, 'dashboard'>;
}

/** Says of projects whether a caller may keep and change something for them: for all only whoever sees all clusters. */
export async function keepableProjects(
  records: Pick<Records, 'clusters'>,
  caller: Caller,
): Promise<(project: string | undefined) => boolean> {
  if (!isAllowed(caller, 'keep')) return () => false;
  const isVisible = await visibleProjects(records, caller);
  return (project) => isVisible(project) && (project !== undefined || caller.scope.clusterIds === null);
}

/** Makes what keeps them. */
export function createOwnDashboards({ records, registry, analysis }: OwnNeeds): OwnDashboards {
  async function find(id: string, { caller }: Who): Promise<KeptDashboard> {
    const [kept, isVisible] = await Promise.all([records.dashboards.find(id), visibleProjects(records, caller)]);
    if (!kept || !isVisible(kept.project)) throw notFound(id);
    return kept;
  }

  async function ensureKeepable(id: string, project: string | undefined, caller: Caller): Promise<void> {
    const isKeepable = await keepableProjects(records, caller);
    if (!isKeepable(project)) throw notTheirs(id, project);
  }

  /** One that stands before it in the registry would hide it. */
  async function ensureFree(id: string): Promise<void> {
    const { dashboards } = await registry.all();
    if (dashboards.some(({ source, dashboard }) => source !== 'own' && dashboard.id === id))
      throw new AppError('conflict', said`cannot keep dashboard "${id}": the id is taken by one that is not made here`);
  }

  async function projectOf(given: string | null | undefined, caller: Caller): Promise<string | undefined> {
    if (given !== undefined) return given ?? undefined;
    if (caller.scope.clusterIds === null) return undefined;
    const [first, ...others] = await projectsOf(records, caller);
    if (first === undefined || others.length > 0)
      throw new AppError('bad-request', said`cannot keep the dashboard: say which project it is of`);
    return first;
  }

  return {
    add: async ({ given, caller, signal, ...toKeep }) => {
      const read = readGiven(given);
      if (!read.ok) return read;
      const { dashboard, yaml } = read.value;
      const project = await projectOf(toKeep.project, caller);
      await ensureKeepable(dashboard.id, project, caller);
      await ensureFree(dashboard.id);
      const checked = await analysis.dashboard({ caller, signal, question: yaml });
      const kept = await records.dashboards.add({ id: dashboard.id, project, yaml, savedBy: caller.name });
      return ok(kept, toldOf(checked));
    },
    replace: async ({ id, given, caller, signal, basedOn, ...toKeep }) => {
      const before = await find(id, { caller });
      const read = readGiven(given);
      if (!read.ok) return read;
      const { dashboard, yaml } = read.value;
      if (dashboard.id !== id)
        throw new AppError(
          'bad-request',
          said`cannot change dashboard "${id}": the one that is given is "${dashboard.id}"`,
        );
      const project = toKeep.project === undefined ? before.project : (toKeep.project ?? undefined);
      await ensureKeepable(id, before.project, caller);
      await ensureKeepable(id, project, caller);
      const checked = await analysis.dashboard({ caller, signal, question: yaml });
      return ok(
        await records.dashboards.replace({ id, project, yaml, savedBy: caller.name, basedOn }),
        toldOf(checked),
      );
    },
    delete: async (id, { caller }) => {
      const { project } = await find(id, { caller });
      await ensureKeepable(id, project, caller);
      if (!(await records.dashboards.delete(id))) throw notFound(id);
    },
    versions: async (id, who) => {
      await find(id, who);
      return records.dashboards.versions(id);
    },
    version: async (id, version, who) => {
      await find(id, who);
      const kept = await records.dashboards.version(id, version);
      if (!kept) throw new AppError('not-found', said`cannot find version ${version} of dashboard "${id}"`);
      return kept;
    },
  };
}

/** Reads what somebody gives. It fails only where nothing of it can be run: panels with errors are kept with them. */
export function readGiven(given: GivenDashboard): Result<{
  readonly dashboard: Dashboard;
  readonly broken: ReturnType<typeof readDashboard>['broken'];
  readonly yaml: string;
}> {
  const yaml = yamlOf(given);
  const { dashboard, broken, diagnostics } = readDashboard(yaml);
  if (!dashboard) return fail(...(isAccepted(diagnostics) ? [unreadable] : diagnostics));
  return ok({ dashboard, broken, yaml: 'yaml' in given ? yaml : writeDashboard(dashboard) }, diagnostics);
}

/** What is to be said of a dashboard that is kept: also that it took too long to check. */
function toldOf(checked: Result<ReadDashboard>): readonly Diagnostic[] {
  return checked.ok ? checked.value.diagnostics : checked.diagnostics;
}

/** JSON is YAML. */
export function yamlOf(given: GivenDashboard): string {
  return 'yaml' in given ? given.yaml : JSON.stringify(given.dashboard);
}

const unreadable: Diagnostic = {
  code: 'dashboard-file-unreadable' satisfies keyof typeof registryCodes,
  severity: 'error',
  ...worded(said`it is no dashboard`),
};

function notFound(id: string): AppError {
  return new AppError('not-found', said`cannot find dashboard "${id}"`);
}

function notTheirs(id: string, project: string | undefined): AppError {
  const whose = project === undefined ? 'all projects' : `project "${project}"`;
  return new AppError('forbidden', said`cannot keep dashboard "${id}": you may not keep one of ${whose}`);
}
