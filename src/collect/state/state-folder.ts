import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../base/index.ts';
import { type FileLayer, readFileIfPresent, writeFileAtomically } from '../../platform/index.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';

/** The folder in which an agent keeps how far it has come. */
export interface StateFolder {
  readonly directory: string;
  /** What was kept last; the beginning where there is nothing yet. */
  readonly checkpoint: Checkpoint;
  /** Whether what was there could not be read, and was set aside. */
  readonly wasDamaged: boolean;
  /** Resolves when it is on disk. One call at a time. */
  save(checkpoint: Checkpoint): Promise<void>;
  close(): void;
}

export interface StateFolderOptions {
  readonly files: FileLayer;
  /** What tells this machine from others, if anything does. */
  readonly machine: string;
}

/**
 * Opens the folder for one agent alone; it is made if need be. Throws AppError `conflict` where another agent has it, and where it comes from
 * another machine or is a copy: the files that it speaks of are not the ones that are here.
 */
export async function openStateFolder(directory: string, options: StateFolderOptions): Promise<StateFolder> {
  const { files } = options;
  await files.makeDirectory(directory);
  const lockFile = path.join(directory, 'lock');
  const lock = await files.lock(lockFile);
  if (!lock) throw refused(directory, 'another agent is using it; give each agent a folder of its own');
  try {
    const file = path.join(directory, 'checkpoint.json');
    const contents = await readFileIfPresent(files, file);
    // A copy of the folder has another lock file.
    const folder = String((await stat(lockFile, { bigint: true })).ino);
    const here = { machine: options.machine, folder };
    const kept = contents === undefined ? undefined : readCheckpoint(contents);
    if (kept === 'newer') throw refused(directory, 'a newer version of whodunit wrote it');
    const wasDamaged = kept === 'damaged';
    if (wasDamaged) await files.rename(file, `${file}.damaged`);
    const known = kept === undefined || kept === 'damaged' ? undefined : kept;
    if (known) checkOrigin(directory, known, here);
    return {
      directory,
      wasDamaged,
      checkpoint: known ?? { ...beginning, agent: randomUUID(), ...here },
      save: (checkpoint) => writeFileAtomically(files, file, writeCheckpoint({ ...checkpoint, ...here })),
      close: () => lock.release(),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

const beginning = { generations: [], totals: { lines: 0, bytes: 0, rejected: 0, lostBytes: 0, losses: 0 } };

interface Origin {
  readonly machine: string;
  readonly folder: string;
}

function checkOrigin(directory: string, kept: Origin, here: Origin): void {
  const remedy = 'begin with an empty folder: what is sent again counts once';
  if (kept.machine !== '' && here.machine !== '' && kept.machine !== here.machine)
    throw refused(directory, `it comes from another machine; ${remedy}`);
  if (kept.folder !== here.folder) throw refused(directory, `it is a copy of another agent's; ${remedy}`);
}

function refused(directory: string, reason: string): AppError {
  return new AppError('conflict', `cannot use "${directory}" for the state: ${reason}`);
}
