import { z } from 'zod';
import { visibleCluster } from '../../access/index.ts';
import { readRange } from '../../analysis/index.ts';
import { type ApiServerView, type Completeness, type ListedSource, sourceOf } from '../../monitor/index.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

/** How complete the record of a period is. */
export function completenessRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/clusters/{name}/completeness',
      access: 'read',
      summary: 'How complete the record of a period is: what is stored, by what API servers or agents have counted.',
      params: z.object({ name: z.string() }),
      query: z.object({ from: z.string().default('-24h'), to: z.string().default('now') }),
      answer: schemas.Completeness,
      handle: async ({ params, query, context, caller, signal }) => {
        const cluster = await visibleCluster(context.records, caller, params.name);
        const { fromMicros, toMicros } = readRange(query.from, query.to, context.clock.nowMicros());
        const period = { from: Math.ceil(fromMicros / 1000), to: Math.floor(toMicros / 1000) };
        return shown(await context.monitor.completeness({ caller, cluster, period, signal }));
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/clusters/{name}/api-servers',
      access: 'read',
      summary:
        'The API servers of a cluster, told apart by what they send: rate, delay, clock, gaps, what they left out.',
      params: z.object({ name: z.string() }),
      answer: z.object({ items: z.array(schemas.ApiServer) }),
      handle: async ({ params, context, caller }) => {
        const cluster = await visibleCluster(context.records, caller, params.name);
        // What API servers send is of all namespaces.
        if (caller.scope.namespaces !== null) return { items: [] };
        const sources = await context.monitor.listSources(cluster.id);
        return { items: context.monitor.apiServers.list(cluster.id).map((one) => shownServer(one, sources)) };
      },
    }),
  ];
}

function shown({ period, ...rest }: Completeness): z.input<typeof schemas.Completeness> {
  const { from, to } = period;
  return { ...rest, sources: [...rest.sources], from: isoTime(from), to: isoTime(to) };
}

const isoTime = (millis: number): string => new Date(millis).toISOString();

function shownServer(
  server: ApiServerView,
  metricsSources: readonly ListedSource[],
): z.input<typeof schemas.ApiServer> {
  const { firstReceivedAt, lastReceivedAt, lastEventAt, delayMs, aheadMs, gapSince, silenceMs, ...rest } = server;
  return {
    ...rest,
    sources: [...server.sources],
    firstReceivedAt: isoTime(firstReceivedAt),
    lastReceivedAt: isoTime(lastReceivedAt),
    lastEventAt: lastEventAt === undefined ? null : isoTime(lastEventAt),
    delaySeconds: delayMs === undefined ? null : delayMs / 1000,
    aheadSeconds: aheadMs / 1000,
    unfinished: rest.unfinished ?? null,
    unfinishedReason: rest.unfinishedReason ?? null,
    gapSince: gapSince === undefined ? null : isoTime(gapSince),
    gapAfterSeconds: silenceMs / 1000,
    gaps: rest.gaps.map(({ from, to }) => ({ from: isoTime(from), to: isoTime(to) })),
    metricsSource: sourceOf(server, metricsSources)?.name ?? null,
  };
}
