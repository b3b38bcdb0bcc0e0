import { z } from 'zod';
import { said } from '../../base/index.ts';
import { type Caller, requireWholeClusters, visibleCluster, visibleClusters } from '../../access/index.ts';
import type { Cluster } from '../../records/index.ts';
import { bytesOf, type DayStorage, type ForecastBasis, forecastOf, fullInDays, sumOf } from '../../store/index.ts';
import type { ServerContext } from '../http/context.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const dayMs = 86_400_000;

/** What events take on disk, and what they are going to take. */
export function storageRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/storage',
      access: 'read',
      summary:
        'What the events of each cluster take on disk, by what they are made of, and what they are going to take. As of a few minutes ago at most.',
      answer: schemas.Storage,
      handle: async ({ context, caller }) => {
        requireWholeClusters(caller, said`tell what events take`);
        const [clusters, { measuredAt, bases }] = await Promise.all([
          visibleClusters(context.records, caller),
          measure(context),
        ]);
        const visible = clusters.flatMap((cluster) => {
          const basis = bases.get(cluster.id);
          return basis ? [{ cluster, basis }] : [];
        });
        const all = sumOf([...bases.values()].flatMap(({ days }) => days));
        return {
          measuredAt: isoTime(measuredAt),
          items: visible.map(({ cluster, basis }) => shown(cluster, basis, measuredAt)),
          server: seesEverything(caller) ? { ...all, bytes: bytesOf(all), ...(await outlook(context, bases)) } : null,
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/clusters/{name}/storage',
      access: 'read',
      summary: 'The same of one cluster, with each day of receipt.',
      params: z.object({ name: z.string() }),
      answer: schemas.ClusterStorageByDay,
      handle: async ({ params, context, caller }) => {
        requireWholeClusters(caller, said`tell what events take`);
        const cluster = await visibleCluster(context.records, caller, params.name);
        const { measuredAt, bases } = await measure(context);
        const basis = bases.get(cluster.id) ?? basisOf(cluster, [], false);
        return {
          ...shown(cluster, basis, measuredAt),
          measuredAt: isoTime(measuredAt),
          days: basis.days.map((one) => ({ ...one, day: isoDay(one.day), bytes: bytesOf(one) })),
        };
      },
    }),
  ];
}

type Bases = ReadonlyMap<string, ForecastBasis>;

/** What there is of each cluster, also of one that is gone and whose events are not yet. */
async function measure({
  records,
  storage,
}: ServerContext): Promise<{ readonly measuredAt: number; readonly bases: Bases }> {
  const { measuredAt, clusters: use } = await storage.measure();
  const [clusters, holds] = await Promise.all([records.clusters.list(), records.legalHolds.list()]);
  const held = new Set(holds.map(({ clusterId }) => clusterId));
  const known = clusters.map((cluster) => {
    const basis = basisOf(cluster, use.get(cluster.id) ?? [], held.has(cluster.id));
    return [cluster.id, basis] as const;
  });
  const gone = [...use].filter(([id]) => !clusters.some((cluster) => cluster.id === id));
  const leaving = gone.map(
    ([id, days]) => [id, { days, retentionDays: 0, isHeld: false, takesEvents: false }] as const,
  );
  return { measuredAt, bases: new Map([...known, ...leaving]) };
}

function basisOf(
  { retentionDays, status }: Pick<Cluster, 'retentionDays' | 'status'>,
  days: readonly DayStorage[],
  isHeld: boolean,
): ForecastBasis {
  return { days, retentionDays, isHeld, takesEvents: status === 'enabled' };
}

function seesEverything({ scope }: Caller): boolean {
  return scope.clusterIds === null;
}

/** How much room there is, and until when. */
async function outlook({ storage, clock }: ServerContext, bases: Bases) {
  const free = await storage.freeBytes();
  const inDays = free === undefined ? undefined : fullInDays([...bases.values()], free, clock.now());
  return {
    freeBytes: free ?? null,
    fullOn: inDays === undefined ? null : isoTime(clock.now() + inDays * dayMs).slice(0, 10),
  };
}

function shown({ name, project }: Cluster, basis: ForecastBasis, now: number): z.input<typeof schemas.ClusterStorage> {
  const madeOf = sumOf(basis.days);
  const { days } = basis;
  const [first] = days;
  return {
    cluster: name,
    project,
    bytes: bytesOf(madeOf),
    ...madeOf,
    events: days.reduce((sum, { events }) => sum + events, 0),
    since: first ? isoDay(first.day) : null,
    forecast: forecastOf(basis, now) ?? null,
  };
}

function isoDay(day: string): string {
  return day.replace(/^(\d{4})(\d\d)/, '$1-$2-');
}

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}
