import { AppError, said } from '../base/index.ts';
import { type Limits, noLimits, type Records } from '../records/index.ts';

/** Limits as the API shows them: clusters by name. One that was deleted is shown by its id. */
export async function shownLimits(
  records: Pick<Records, 'clusters'>,
  { projects, clusters, namespaces, bodies }: Limits,
) {
  const all = clusters === null ? [] : await records.clusters.list();
  return {
    projects: projects === null ? null : [...projects],
    clusters: clusters === null ? null : clusters.map((id) => all.find((cluster) => cluster.id === id)?.name ?? id),
    namespaces: namespaces === null ? null : [...namespaces],
    bodies,
  };
}

/**
 * Limits as they are kept: clusters by id, and what is not given as it was. Throws AppError `bad-request` for an unknown
 * cluster or project.
 */
export async function keptLimits(
  records: Pick<Records, 'clusters' | 'projects'>,
  given: { readonly [Kind in keyof Limits]?: Limits[Kind] | undefined } = {},
  before: Limits = noLimits,
): Promise<Limits> {
  const { projects = before.projects, namespaces = before.namespaces, bodies = before.bodies } = given;
  for (const name of given.projects ?? []) {
    if ((await records.projects.find(name)) === undefined)
      throw new AppError('bad-request', said`cannot limit to project "${name}": there is none of that name`);
  }
  const { clusters } = given;
  if (clusters === undefined) return { projects, clusters: before.clusters, namespaces, bodies };
  const all = clusters === null ? [] : await records.clusters.list();
  return {
    projects,
    namespaces,
    bodies,
    clusters:
      clusters === null
        ? null
        : clusters.map((name) => {
            // One that was deleted is shown by its id: whoever changes something else gives it back like that.
            const id = all.find((cluster) => cluster.name === name)?.id ?? before.clusters?.find((id) => id === name);
            if (id === undefined)
              throw new AppError('bad-request', said`cannot limit to cluster "${name}": there is none of that name`);
            return id;
          }),
  };
}
