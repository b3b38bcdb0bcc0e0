import { z } from 'zod';
import { visibleCluster, visibleClusters } from '../../access/index.ts';
import { AppError } from '../../base/index.ts';
import type { Cluster, IngestToken } from '../../records/index.ts';
import type { ServerContext } from '../http/context.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const defaultProject = 'default';
/** SLS keeps the logstore of ACK's cluster auditing for 30 days. */
const defaultRetentionDays = 30;
const ByName = z.object({ name: z.string() });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

function shown(cluster: Cluster): z.input<typeof schemas.Cluster> {
  return { ...cluster, createdAt: isoTime(cluster.createdAt) };
}

function shownToken({ id, hint, createdAt, lastUsedAt }: IngestToken): z.input<typeof schemas.IngestToken> {
  return { id, hint, createdAt: isoTime(createdAt), lastUsedAt: lastUsedAt === undefined ? null : isoTime(lastUsedAt) };
}

/** Nobody knows without the engine, nor when it is asked for so much that this has to wait too long. */
function unknownActivity(error: unknown): undefined {
  if (error instanceof AppError && ['engine-unavailable', 'too-many-requests'].includes(error.code)) return undefined;
  throw error;
}

/** Where kube-apiserver sends: over TLS with a bearer token, over plain http with the token in the path. */
function webhookUrl({ publicUrl }: ServerContext, name: string, token: string): string {
  const server = publicUrl();
  return server.startsWith('https:')
    ? `${server}/ingest/v1/clusters/${encodeURIComponent(name)}/audit`
    : `${server}/ingest/v1/token/${token}/audit`;
}

/** Clusters and their ingest tokens. */
export function clusterRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/clusters',
      access: 'read',
      summary: 'The clusters that the caller may see.',
      answer: z.object({ items: z.array(schemas.Cluster) }),
      handle: async ({ context, caller, signal }) => {
        const clusters = await visibleClusters(context.records, caller);
        // The list is there without the engine, which may be dying just now.
        const isReady = context.engine.isReady();
        const activity = isReady
          ? await context.analysis.clusterActivity({ caller, signal }).catch(unknownActivity)
          : undefined;
        const byId = new Map(activity?.map((one) => [one.clusterId, one]));
        return {
          items: clusters.map((cluster) => {
            if (!activity) return shown(cluster);
            const seen = byId.get(cluster.id);
            return {
              ...shown(cluster),
              events: seen?.events ?? 0,
              lastEventAt: seen ? isoTime(seen.lastReceivedAtMicros / 1000) : null,
            };
          }),
        };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/clusters',
      access: 'administer',
      activity: 'cluster-add',
      summary: 'Adds a cluster with its first ingest token, which is shown only now.',
      body: schemas.NewCluster,
      answer: schemas.AddedCluster,
      secret: true,
      handle: async ({ body, context }) => {
        const { cluster, text } = context.records.transaction(({ clusters, ingestTokens }) => {
          const cluster = clusters.add({
            name: body.name,
            project: body.project ?? defaultProject,
            retentionDays: body.retentionDays ?? defaultRetentionDays,
          });
          return { cluster, text: ingestTokens.add(cluster.id).text };
        });
        return { ...shown(cluster), ingestToken: text, webhookUrl: webhookUrl(context, cluster.name, text) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/clusters/{name}',
      access: 'read',
      summary: 'One cluster.',
      params: ByName,
      answer: schemas.Cluster,
      handle: async ({ params, context, caller }) => shown(await visibleCluster(context.records, caller, params.name)),
    }),
    ...changeRoutes(),
    ...tokenRoutes(),
  ];
}

function changeRoutes(): readonly Route[] {
  return [
    route({
      method: 'PATCH',
      path: '/api/v1/clusters/{name}',
      access: 'administer-clusters',
      activity: 'cluster-change',
      summary: 'Moves a cluster to another project, changes its retention, disables or enables it.',
      params: ByName,
      body: schemas.ClusterChange,
      answer: schemas.Cluster,
      handle: async ({ params, body, context, caller }) => {
        const { name } = await visibleCluster(context.records, caller, params.name);
        return shown(await context.records.clusters.change(name, body));
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/clusters/{name}',
      access: 'administer-clusters',
      activity: 'cluster-delete',
      summary:
        'Deletes a cluster with its tokens and dead letters. Its events are gone for every query; the store is rid of them soon after.',
      params: ByName,
      answer: schemas.Cluster,
      handle: async ({ params, context, caller }) => {
        const { name } = await visibleCluster(context.records, caller, params.name);
        const cluster = await context.records.clusters.delete(name);
        context.removeDueEvents();
        return shown(cluster);
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/ca.crt',
      access: 'public',
      summary: 'The certificate authority of a self-signed server, for the kubeconfig of the webhook.',
      handle: async ({ context, reply }) => {
        if (context.caCertificate === undefined)
          throw new AppError('not-found', 'this server has no certificate authority of its own');
        return reply.type('application/x-pem-file').send(context.caCertificate);
      },
    }),
  ];
}

function tokenRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/clusters/{name}/tokens',
      access: 'administer-clusters',
      summary: 'The ingest tokens of a cluster, without their texts.',
      params: ByName,
      answer: z.object({ items: z.array(schemas.IngestToken) }),
      handle: async ({ params, context, caller }) => {
        const cluster = await visibleCluster(context.records, caller, params.name);
        return { items: (await context.records.ingestTokens.list(cluster.id)).map(shownToken) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/clusters/{name}/tokens',
      access: 'administer-clusters',
      activity: 'ingest-token-add',
      summary: 'Adds a further ingest token; both work until the old one is deleted.',
      params: ByName,
      answer: schemas.AddedIngestToken,
      secret: true,
      handle: async ({ params, context, caller }) => {
        const cluster = await visibleCluster(context.records, caller, params.name);
        const token = await context.records.ingestTokens.add(cluster.id);
        return {
          ...shownToken(token),
          ingestToken: token.text,
          webhookUrl: webhookUrl(context, cluster.name, token.text),
        };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/clusters/{name}/tokens/{id}',
      access: 'administer-clusters',
      activity: 'ingest-token-delete',
      summary: 'Revokes an ingest token.',
      params: ByName.extend({ id: z.string() }),
      answer: schemas.Empty,
      handle: async ({ params, context, caller }) => {
        const cluster = await visibleCluster(context.records, caller, params.name);
        const isDeleted = await context.records.ingestTokens.delete(cluster.id, params.id);
        if (!isDeleted) throw new AppError('not-found', 'cannot find the token');
        return {};
      },
    }),
  ];
}
