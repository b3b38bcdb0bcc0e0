import { z } from 'zod';
import { type Caller, isLimited, seesWholeClusters, visibleClusters, visibleProjects } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import type { Project } from '../../records/index.ts';
import type { ServerContext } from '../http/context.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ByName = z.object({ name: schemas.Name });

/** Projects and their quotas. A project is made by being named: with a cluster, or with a quota. */
export function projectRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/projects',
      access: 'read',
      summary: 'The projects that the caller may see, and what of their quotas is used.',
      answer: schemas.ProjectList,
      handle: async ({ context, caller }) => {
        const { used, most } = await context.records.projects.count();
        return {
          items: await shownProjects(context, caller),
          projects: { used: isLimited(caller) ? null : used, quota: most },
        };
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/projects',
      access: 'administer',
      activity: 'projects-change',
      summary: 'Changes how many projects there may be.',
      body: schemas.ProjectCountChange,
      answer: schemas.ProjectCount,
      handle: async ({ body, context }) => {
        const { used, most } = await context.records.projects.setMost(body.quota);
        return { used, quota: most };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/projects/{name}',
      access: 'read',
      summary: 'One project.',
      params: ByName,
      answer: schemas.Project,
      handle: async ({ params, context, caller }) => {
        const found = (await shownProjects(context, caller)).find(({ name }) => name === params.name);
        if (!found) throw new AppError('not-found', said`cannot find project "${params.name}"`);
        return found;
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/projects/{name}',
      access: 'administer',
      activity: 'project-change',
      summary: 'Changes the quota of a project, which is made where there is none of that name.',
      params: ByName,
      body: schemas.ProjectChange,
      answer: schemas.Project,
      handle: async ({ params, body, context, caller }) =>
        shown(
          await context.records.projects.setQuota(params.name, body.quota ?? {}),
          await lookAround(context, caller),
        ),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/projects/{name}',
      access: 'administer',
      activity: 'project-delete',
      summary: 'Deletes a project that is empty and that nobody is limited to.',
      params: ByName,
      answer: schemas.Project,
      handle: async ({ params, context, caller }) =>
        shown(await context.records.projects.delete(params.name), await lookAround(context, caller)),
    }),
  ];
}

/** What is shown of a project besides itself. */
interface Surroundings {
  /** Names of clusters, by project. */
  readonly clusters: ReadonlyMap<string, readonly string[]>;
  readonly bytesToday: ReadonlyMap<string, number>;
  /** Whether the caller sees all that is counted of a project. */
  readonly seesAllOf: (project: string) => boolean;
}

async function lookAround({ records, intake }: ServerContext, caller: Caller): Promise<Surroundings> {
  const [clusters, today] = await Promise.all([visibleClusters(records, caller), intake.today()]);
  const bytesToday = new Map<string, number>();
  for (const { project, bytes } of today) bytesToday.set(project, (bytesToday.get(project) ?? 0) + bytes);
  const all = await records.clusters.list();
  const visible = new Set(clusters.map(({ id }) => id));
  const hidden = new Set(all.flatMap(({ id, project }) => (visible.has(id) ? [] : [project])));
  return {
    clusters: new Map(
      [...Map.groupBy(clusters, ({ project }) => project)].map(([name, some]) => [name, some.map((one) => one.name)]),
    ),
    bytesToday,
    seesAllOf: (project) => seesWholeClusters(caller) && !hidden.has(project),
  };
}

async function shownProjects(
  context: ServerContext,
  caller: Caller,
): Promise<readonly z.input<typeof schemas.Project>[]> {
  const { records } = context;
  const [projects, isVisible, around] = await Promise.all([
    records.projects.list(),
    visibleProjects(records, caller),
    lookAround(context, caller),
  ]);
  return projects.filter(({ name }) => isVisible(name)).map((project) => shown(project, around));
}

function shown({ name, quota, used, createdAt }: Project, around: Surroundings): z.input<typeof schemas.Project> {
  return {
    name,
    clusters: [...(around.clusters.get(name) ?? [])],
    quota,
    used: around.seesAllOf(name) ? { ...used, bytesToday: around.bytesToday.get(name) ?? 0 } : null,
    createdAt: new Date(createdAt).toISOString(),
  };
}
