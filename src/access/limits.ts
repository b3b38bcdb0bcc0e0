import { AppError } from '../base/index.ts';
import type { Limits, Records } from '../records/index.ts';

/** Limits as the API shows them: clusters by name. One that was deleted is shown by its id. */
export async function shownLimits(records: Pick<Records, 'clusters'>, { clusters, namespaces, bodies }: Limits) {
  const all = clusters === null ? [] : await records.clusters.list();
  return {
    clusters: clusters === null ? null : clusters.map((id) => all.find((cluster) => cluster.id === id)?.name ?? id),
    namespaces: namespaces === null ? null : [...namespaces],
    bodies,
  };
}

const unlimited: Limits = { clusters: null, namespaces: null, bodies: true };

/**
 * Limits as they are kept: clusters by id, and what is not given as it was. Throws AppError `bad-request` for an unknown
 * cluster.
 */
export async function keptLimits(
  records: Pick<Records, 'clusters'>,
  given: { readonly [Kind in keyof Limits]?: Limits[Kind] | undefined } = {},
  before: Limits = unlimited,
): Promise<Limits> {
  const { clusters, namespaces = before.namespaces, bodies = before.bodies } = given;
  if (clusters === undefined) return { clusters: before.clusters, namespaces, bodies };
  const all = clusters === null ? [] : await records.clusters.list();
  return {
    namespaces,
    bodies,
    clusters:
      clusters === null
        ? null
        : clusters.map((name) => {
            // One that was deleted is shown by its id: whoever changes something else gives it back like that.
            const id = all.find((cluster) => cluster.name === name)?.id ?? before.clusters?.find((id) => id === name);
            if (id === undefined)
              throw new AppError('bad-request', `cannot limit to cluster "${name}": there is none of that name`);
            return id;
          }),
  };
}
