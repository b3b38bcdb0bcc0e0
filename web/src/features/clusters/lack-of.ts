import type { z } from 'zod';
import type { ProjectList } from '../../../../src/server/schemas/index.ts';

/** Of what a quota has no room for. */
export interface Lack {
  readonly kind: 'projects' | 'clusters' | 'logstores';
  readonly used: number;
  readonly most: number;
}

/** What of its quota a project has no room for, as far as the user is told what is used; a name that is not there is a new one. */
export function lackOf(
  { items, projects }: z.output<typeof ProjectList>,
  name: string,
  added: { readonly clusters: number; readonly logstores: number },
): Lack | undefined {
  const project = items.find((one) => one.name === name);
  if (!project) return lack('projects', projects.used, projects.quota, 1);
  const { used, quota } = project;
  return (
    lack('clusters', used?.clusters ?? null, quota.clusters, added.clusters) ??
    lack('logstores', used?.logstores ?? null, quota.logstores, added.logstores)
  );
}

function lack(kind: Lack['kind'], used: number | null, most: number | null, added: number): Lack | undefined {
  return used !== null && most !== null && added > 0 && used + added > most ? { kind, used, most } : undefined;
}
