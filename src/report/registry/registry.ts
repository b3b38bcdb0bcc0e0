import { type Diagnostic, said, type Said, worded } from '../../base/index.ts';
import { type Dashboard, readDashboard } from '../../dashboards/index.ts';
import type { KeptDashboard, Records } from '../../records/index.ts';
import type { registryCodes } from '../diagnostic-codes.ts';
import type { DashboardFile, DashboardFolder, Reading } from './folder.ts';

/** Where a dashboard comes from. Only `own` ones, made in the page or by the API, can be changed. */
export type DashboardSource = 'built-in' | 'folder' | 'own';

/** A dashboard that can be run. */
export interface KnownDashboard {
  readonly source: DashboardSource;
  /** Undefined: of all projects. */
  readonly project: string | undefined;
  readonly dashboard: Dashboard;
  /** Panels that cannot be run, and why. */
  readonly broken: Reading['broken'];
  /** What is wrong with it, of its file as it is now. */
  readonly diagnostics: readonly Diagnostic[];
  /** As it was written. */
  readonly yaml: string;
  /** Of an own one. */
  readonly version: number | undefined;
}

/** Something that should be a dashboard and cannot be run. */
export interface UnreadableDashboard {
  readonly source: DashboardSource;
  /** Of the file; of an own one its id. */
  readonly name: string;
  readonly project: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface AllDashboards {
  readonly dashboards: readonly KnownDashboard[];
  readonly unreadable: readonly UnreadableDashboard[];
}

/** All dashboards there are, for nobody in particular. */
export interface Registry {
  all(): Promise<AllDashboards>;
}

export interface RegistryNeeds {
  readonly builtIn: DashboardFolder;
  /** The operator's. */
  readonly folder: DashboardFolder | undefined;
  readonly records: Pick<Records, 'dashboards'>;
}

/** Puts dashboards of all sources together. Of one id the first holds, in the order of the sources and by name of file. */
export function createRegistry({ builtIn, folder, records }: RegistryNeeds): Registry {
  /** Own ones as they were read, by id: a version never changes. */
  const readings = new Map<string, { readonly version: number; readonly savedAt: number; readonly reading: Reading }>();

  function readingOf({ id, version, savedAt, yaml }: KeptDashboard): Reading {
    const before = readings.get(id);
    if (before?.version === version && before.savedAt === savedAt) return before.reading;
    const reading = readDashboard(yaml);
    readings.set(id, { version, savedAt, reading });
    return reading;
  }

  return {
    all: async () => {
      const kept = await records.dashboards.list();
      const ids = new Set(kept.map(({ id }) => id));
      for (const id of readings.keys()) if (!ids.has(id)) readings.delete(id);
      const candidates = [
        ...builtIn.files().map((file) => ofFile('built-in', file)),
        ...(folder?.files() ?? []).map((file) => ofFile('folder', file)),
        ...kept.map((dashboard) => ofRecord(dashboard, readingOf(dashboard))),
      ];
      const folders = (folder?.diagnostics() ?? []).map((diagnostic): UnreadableDashboard => ({
        source: 'folder',
        name: '',
        project: undefined,
        diagnostics: [diagnostic],
      }));
      const { dashboards, unreadable } = sortOut(candidates);
      return { dashboards, unreadable: [...folders, ...unreadable] };
    },
  };
}

/** What may be a dashboard, by the name that it goes by where it is none. */
type Candidate = Omit<KnownDashboard, 'dashboard'> & {
  readonly name: string;
  readonly dashboard: Dashboard | undefined;
};

function ofFile(source: DashboardSource, { name, yaml, reading, diagnostics }: DashboardFile): Candidate {
  return { source, name, yaml, ...reading, dashboard: reading.dashboard, diagnostics, ...ofNobody };
}

const ofNobody = { project: undefined, version: undefined };

function ofRecord({ id, project, version, yaml }: KeptDashboard, reading: Reading): Candidate {
  return { source: 'own', name: id, project, version, yaml, ...reading, dashboard: reading.dashboard };
}

function sortOut(candidates: readonly Candidate[]): AllDashboards {
  const byId = new Map<string, Candidate>();
  const dashboards: KnownDashboard[] = [];
  const unreadable: UnreadableDashboard[] = [];
  for (const candidate of candidates) {
    const { name, dashboard, ...facts } = candidate;
    const { source, project, diagnostics } = facts;
    const first = dashboard && byId.get(dashboard.id);
    if (dashboard && !first) {
      byId.set(dashboard.id, candidate);
      dashboards.push({ ...facts, dashboard });
    } else if (first) unreadable.push({ source, name, project, diagnostics: [taken(first), ...diagnostics] });
    else unreadable.push({ source, name, project, diagnostics });
  }
  return { dashboards, unreadable };
}

const sourceNames: Readonly<Record<DashboardSource, Said>> = {
  'built-in': said`the built-in dashboards`,
  folder: said`the folder of dashboards`,
  own: said`the dashboards made here`,
};

function taken({ source, name, dashboard }: Candidate): Diagnostic {
  const code: keyof typeof registryCodes = 'dashboard-id-taken';
  const message = said`the id "${dashboard?.id ?? ''}" is taken by "${name}" of ${sourceNames[source]}`;
  return { code, severity: 'error', ...worded(message, said`give it an id of its own`) };
}
