import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Diagnostic, said, type Said, worded } from '../../base/index.ts';
import { dashboardLimits, readDashboard } from '../../dashboards/index.ts';
import { errorCodeOf } from '../../platform/index.ts';
import type { registryCodes } from '../diagnostic-codes.ts';

/** What reading the text of a dashboard gives. */
export type Reading = ReturnType<typeof readDashboard>;

/** A file with a dashboard, as it was last read. */
export interface DashboardFile {
  /** Within its folder. */
  readonly name: string;
  readonly yaml: string;
  /** Whether `yaml` is what the file holds now; a file that turned bad keeps its text of before. */
  readonly isCurrent: boolean;
  /** Without a dashboard where it never held one that can be read. */
  readonly reading: Pick<Reading, 'dashboard' | 'broken'>;
  /** What is wrong with it now. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A folder with one dashboard a file. */
export interface DashboardFolder {
  /** By name. */
  files(): readonly DashboardFile[];
  /** What is wrong with the folder itself. */
  diagnostics(): readonly Diagnostic[];
  /** Reads what has changed since the last time, and says which files those are. One scan runs at a time. */
  scan(): Promise<readonly DashboardFile[]>;
  /** Takes what a closer look at a file found; gives the file, or nothing where it has changed since. */
  confirm(file: DashboardFile, reading: Reading): DashboardFile | undefined;
}

const maxFiles = 200;

interface SeenFile {
  readonly file: DashboardFile;
  /** Changes with the file. */
  readonly stamp: string;
}

/**
 * Opens a folder, of which nothing is read before the first scan. Folders within it are passed over; a link is followed to its file, which
 * is how Kubernetes mounts a ConfigMap. A file that turns bad keeps what it held when it was last good.
 */
export function openFolder(directory: string): DashboardFolder {
  let seen: ReadonlyMap<string, SeenFile> = new Map();
  let problems: readonly Diagnostic[] = [];
  let scanning: Promise<readonly DashboardFile[]> | undefined;

  async function scanOnce(): Promise<readonly DashboardFile[]> {
    const names = await listNames(directory);
    if (!Array.isArray(names)) {
      // A folder that is gone for a while, as when a volume is mounted anew, takes no dashboard away.
      problems = [names];
      return [];
    }
    problems = names.length > maxFiles ? [tooMany(names.length)] : [];
    const read: [string, SeenFile][] = [];
    for (const name of names.slice(0, maxFiles)) read.push([name, await look(directory, name, seen.get(name))]);
    const changed = read.filter(([name, { stamp }]) => seen.get(name)?.stamp !== stamp).map(([, { file }]) => file);
    seen = new Map(read);
    return changed;
  }

  return {
    files: () => [...seen.values()].map(({ file }) => file),
    diagnostics: () => problems,
    confirm: (file, { diagnostics, ...reading }) => {
      const found = seen.get(file.name);
      if (found?.file !== file) return undefined;
      const confirmed = { ...file, reading, diagnostics };
      seen = new Map(seen).set(file.name, { ...found, file: confirmed });
      return confirmed;
    },
    scan: () =>
      (scanning ??= scanOnce().finally(() => {
        scanning = undefined;
      })),
  };
}

async function listNames(directory: string): Promise<string[] | Diagnostic> {
  try {
    const names = await readdir(directory);
    return names.filter((name) => /^[^.].*\.(?:ya?ml|json)$/.test(name)).toSorted();
  } catch (error) {
    return problem('dashboard-file-unreadable', said`cannot read the folder of dashboards: ${reasonOf(error)}`);
  }
}

async function look(directory: string, name: string, before: SeenFile | undefined): Promise<SeenFile> {
  const file = path.join(directory, name);
  try {
    const facts = await stat(file);
    const { size, mtimeMs, ctimeMs, ino } = facts;
    const stamp = [size, mtimeMs, ctimeMs, ino].join(' ');
    if (before?.stamp === stamp) return before;
    // Of a pipe or a device nobody knows when its text ends.
    if (!facts.isFile()) return bad(name, stamp, before, problem('dashboard-file-unreadable', said`it is no file`));
    if (size > dashboardLimits.fileBytes) return bad(name, stamp, before, tooLarge(size));
    return take(name, stamp, before, await readFile(file, 'utf8'));
  } catch (error) {
    const reason = reasonOf(error);
    return bad(name, reason, before, problem('dashboard-file-unreadable', said`cannot read file "${name}": ${reason}`));
  }
}

function take(name: string, stamp: string, before: SeenFile | undefined, yaml: string): SeenFile {
  const { diagnostics, ...reading } = readDashboard(yaml);
  if (!reading.dashboard && before?.file.reading.dashboard)
    return { stamp, file: { ...before.file, isCurrent: false, diagnostics } };
  return { stamp, file: { name, yaml, isCurrent: true, reading, diagnostics } };
}

function bad(name: string, stamp: string, before: SeenFile | undefined, diagnostic: Diagnostic): SeenFile {
  const kept = before?.file ?? { name, yaml: '', reading: { broken: [] } };
  return { stamp, file: { ...kept, isCurrent: false, diagnostics: [diagnostic] } };
}

function tooLarge(size: number): Diagnostic {
  return problem(
    'dashboard-file-too-large',
    said`it has ${size} bytes, and ${dashboardLimits.fileBytes} are read at most`,
  );
}

function tooMany(count: number): Diagnostic {
  return problem(
    'dashboard-files-too-many',
    said`it holds ${count} files, of which the first ${maxFiles} by name are read`,
  );
}

function problem(code: keyof typeof registryCodes, message: Said): Diagnostic {
  return { code, severity: 'error', ...worded(message) };
}

function reasonOf(error: unknown): string {
  return errorCodeOf(error) ?? (error instanceof Error ? error.message : String(error));
}
