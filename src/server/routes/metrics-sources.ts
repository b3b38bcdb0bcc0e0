import { z } from 'zod';
import { visibleCluster } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import { type MetricsSourceView, tokenId } from '../../monitor/index.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const path = '/api/v1/clusters/{name}/metrics-sources';
const ByName = z.object({ name: z.string() });
const BySource = ByName.extend({ source: schemas.Name });

/** Where the counters of a cluster's API servers are read. */
export function metricsSourceRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path,
      access: 'read',
      summary:
        "Where the counters of a cluster's API servers are read, whether that works, and what they said in the last day.",
      params: ByName,
      answer: z.object({ items: z.array(schemas.MetricsSource) }),
      handle: async ({ params, context, caller }) => {
        const { id } = await visibleCluster(context.records, caller, params.name);
        // What API servers count is of all namespaces.
        if (caller.scope.namespaces !== null) return { items: [] };
        return { items: (await context.monitor.metricsSources(id)).map(shown) };
      },
    }),
    route({
      method: 'PUT',
      path: `${path}/{source}`,
      access: 'administer-clusters',
      activity: 'metrics-source-set',
      summary: 'Has the counters of an API server read every fifteen seconds, in place of another source of that name.',
      params: BySource,
      body: schemas.NewMetricsSource,
      answer: schemas.MetricsSource,
      handle: async ({ params, body, context, caller }) => {
        const { id: clusterId } = await visibleCluster(context.records, caller, params.name);
        const { url, token, ca } = body;
        const source = { clusterId, name: params.source, url, ca, hasToken: token !== undefined };
        const kept = context.records.transaction(({ metricsSources, sealedSecrets }) => {
          if (token === undefined) sealedSecrets.delete(tokenId(source));
          else sealedSecrets.put(context.delivery.secrets.seal(tokenId(source), token));
          return metricsSources.put(source);
        });
        return shown({ ...kept, lastDay: undefined, clockOffsetMs: undefined });
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/{source}`,
      access: 'administer-clusters',
      activity: 'metrics-source-delete',
      summary: 'Reads the counters of an API server no more. What was read of it stays.',
      params: BySource,
      answer: schemas.Empty,
      handle: async ({ params, context, caller }) => {
        const { id: clusterId } = await visibleCluster(context.records, caller, params.name);
        const source = { clusterId, name: params.source };
        const isDeleted = context.records.transaction(({ metricsSources, sealedSecrets }) => {
          sealedSecrets.delete(tokenId(source));
          return metricsSources.delete(clusterId, source.name);
        });
        if (!isDeleted) throw new AppError('not-found', said`cannot find metrics source "${source.name}"`);
        return {};
      },
    }),
  ];
}

function shown(source: MetricsSourceView): z.input<typeof schemas.MetricsSource> {
  const { name, url, ca, hasToken, lastReadAt, error, lastDay, clockOffsetMs } = source;
  return {
    name,
    url: url ?? null,
    hasToken,
    hasCa: ca !== undefined,
    lastReadAt: lastReadAt === undefined ? null : isoTime(lastReadAt),
    error: error ?? null,
    clockOffsetSeconds: clockOffsetMs === undefined ? null : Math.round(clockOffsetMs / 1000),
    lastDay: lastDay === undefined ? null : { ...lastDay, from: isoTime(lastDay.from), to: isoTime(lastDay.to) },
  };
}

const isoTime = (millis: number): string => new Date(millis).toISOString();
