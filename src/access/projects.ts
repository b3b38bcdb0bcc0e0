import { AppError, said, type Said } from '../base/index.ts';
import type { Records } from '../records/index.ts';
import { type Caller, isLimited } from './caller.ts';
import { visibleClusters } from './clusters.ts';

/** Says of projects whether a caller sees what belongs to them; undefined is all projects. */
export async function visibleProjects(
  records: Pick<Records, 'clusters'>,
  caller: Caller,
): Promise<(project: string | undefined) => boolean> {
  if (caller.scope.clusterIds === null) return () => true;
  const projects = await projectsOf(records, caller);
  return (project) => project === undefined || projects.has(project);
}

/** Those that a limited caller sees: those that they are limited to, whatever is in them; of one who is limited to clusters, those that these are in. */
export async function projectsOf(records: Pick<Records, 'clusters'>, caller: Caller): Promise<ReadonlySet<string>> {
  return new Set(caller.projects ?? (await visibleClusters(records, caller)).map(({ project }) => project));
}

/**
 * What comes into a project, or goes out of it, is seen by others from then on: it is for those who are not limited, and for whoever
 * administers the project. `task` is such as `add cluster "a" to`. Throws AppError `forbidden`.
 */
export function requireProject(caller: Caller, project: string, task: Said): void {
  if (!isLimited(caller) || caller.projects?.includes(project) === true) return;
  throw new AppError(
    'forbidden',
    said`cannot ${task} project "${project}": the limits of "${caller.name}" do not name it`,
  );
}
