import { z } from 'zod';
import { type Caller, requireProject, visibleCluster, visibleClusters } from '../../access/index.ts';
import { AppError, invariant, said } from '../../base/index.ts';
import { issueText, meantIssues } from '../../documents/index.ts';
import {
  type Cluster,
  type ClusterKind,
  defaultRetentionDays,
  type IngestToken,
  type Records,
} from '../../records/index.ts';
import { IngestRedaction } from '../../ingest/index.ts';
import { tokenId } from '../../monitor/index.ts';
import { clusterActivity } from '../http/cluster-activity.ts';
import type { ServerContext } from '../http/context.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const defaultProject = 'default';
const defaultKind: ClusterKind = 'self-managed';
const ByName = z.object({ name: z.string() });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

type Shown = z.input<typeof schemas.Cluster>;

function shown(cluster: Cluster, legalHolds: number): Shown {
  return { ...cluster, redaction: rulesOf(cluster), legalHolds, createdAt: isoTime(cluster.createdAt) };
}

function rulesOf({ redaction }: Cluster): Shown['redaction'] {
  return redaction === '' ? [] : IngestRedaction.parse(JSON.parse(redaction));
}

/** Rules as they are kept. Throws AppError `bad-request`. */
function keptRules(given: Shown['redaction']): string {
  const read = IngestRedaction.safeParse(given);
  if (read.success) return read.data.length === 0 ? '' : JSON.stringify(read.data);
  const [issue] = read.error.issues.flatMap(meantIssues);
  invariant(issue, 'what is refused has an issue');
  const text = issueText(issue, given);
  const where = issue.path.join('.');
  throw new AppError('bad-request', said`body.redaction: ${where === '' ? text : said`${where}: ${text}`}`);
}

async function shownWithHolds({ legalHolds }: Pick<Records, 'legalHolds'>, cluster: Cluster): Promise<Shown> {
  return shown(cluster, (await legalHolds.list(cluster.id)).length);
}

/** Whoever is limited to one project adds to that one. */
function projectOf(caller: Caller, given: string | undefined): string {
  const [only = defaultProject, ...others] = caller.projects ?? [];
  return given ?? (others.length > 0 ? defaultProject : only);
}

function shownToken({ id, hint, createdAt, lastUsedAt }: IngestToken): z.input<typeof schemas.IngestToken> {
  return { id, hint, createdAt: isoTime(createdAt), lastUsedAt: lastUsedAt === undefined ? null : isoTime(lastUsedAt) };
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
        const activity = await clusterActivity(context, { caller, signal });
        const byId = new Map(activity?.map((one) => [one.clusterId, one]));
        const holds = Map.groupBy(await context.records.legalHolds.list(), ({ clusterId }) => clusterId);
        return {
          items: clusters.map((cluster) => {
            const basic = shown(cluster, holds.get(cluster.id)?.length ?? 0);
            if (!activity) return basic;
            const seen = byId.get(cluster.id);
            return {
              ...basic,
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
      access: 'administer-clusters',
      activity: 'cluster-add',
      summary:
        'Adds a cluster with its first ingest token, which is shown only now. Where a quota is reached nothing is made.',
      body: schemas.NewCluster,
      answer: schemas.AddedCluster,
      secret: true,
      handle: async ({ body, context, caller }) => {
        const { name, kind = defaultKind, retentionDays = defaultRetentionDays(kind) } = body;
        const project = projectOf(caller, body.project);
        requireProject(caller, project, said`add cluster "${name}" to`);
        const { cluster, text } = context.records.transaction(({ clusters, ingestTokens }) => {
          const cluster = clusters.add({ name, project, kind, retentionDays });
          return { cluster, text: ingestTokens.add(cluster.id).text };
        });
        return { ...shown(cluster, 0), ingestToken: text, webhookUrl: webhookUrl(context, cluster.name, text) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/clusters/{name}',
      access: 'read',
      summary: 'One cluster.',
      params: ByName,
      answer: schemas.Cluster,
      handle: async ({ params, context, caller }) =>
        shownWithHolds(context.records, await visibleCluster(context.records, caller, params.name)),
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
      summary:
        'Moves a cluster to another project, changes its kind, its retention or what is taken out of its events, disables or enables it.',
      params: ByName,
      body: schemas.ClusterChange,
      answer: schemas.Cluster,
      handle: async ({ params, body, context, caller }) => {
        const { name, project } = await visibleCluster(context.records, caller, params.name);
        if (body.project !== undefined && body.project !== project) {
          // Whoever moves a cluster says who sees it from then on.
          requireProject(caller, project, said`move cluster "${name}" out of`);
          requireProject(caller, body.project, said`move cluster "${name}" to`);
        }
        const { redaction, ...change } = body;
        const rules = redaction === undefined ? {} : { redaction: keptRules(redaction) };
        return shownWithHolds(context.records, await context.records.clusters.change(name, { ...change, ...rules }));
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
        const { id, name } = await visibleCluster(context.records, caller, params.name);
        const sources = await context.records.metricsSources.list(id);
        const cluster = context.records.transaction(({ clusters, sealedSecrets }) => {
          for (const source of sources) sealedSecrets.delete(tokenId(source));
          return clusters.delete(name);
        });
        context.removeDueEvents();
        return shown(cluster, 0);
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/ca.crt',
      access: 'public',
      summary: 'The certificate authority of a self-signed server, for the kubeconfig of the webhook.',
      handle: async ({ context, reply }) => {
        if (context.caCertificate === undefined)
          throw new AppError('not-found', said`this server has no certificate authority of its own`);
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
        if (!isDeleted) throw new AppError('not-found', said`cannot find the token`);
        return {};
      },
    }),
  ];
}
