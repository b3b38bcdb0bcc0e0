import { z } from 'zod';
import { AppError } from '../../base/index.ts';
import type { Cluster } from '../../records/index.ts';
import { bearerToken } from '../auth/index.ts';
import { isAllowed } from '../auth/index.ts';
import type { ServerContext } from '../http/context.ts';
import { createBodyBudget } from '../http/body.ts';
import { type Call, route, type Route } from '../http/route.ts';
import { IngestAnswer, StoredAnswer } from '../schemas/index.ts';

const Query = z.object({ wait: z.enum(['stored']).optional(), timeout: z.string().optional() });
const Answer = z.union([IngestAnswer, StoredAnswer]);
/** A key under which a body is counted once, however often it is sent. */
const importKey = /^[\w.-]{1,64}\/\d{1,12}$/;

/** The roads by which events come in. */
export function ingestRoutes(): readonly Route[] {
  const budget = createBodyBudget();
  /** Bodies with a key that are on their way to the store. */
  const underWay = new Map<string, Promise<z.input<typeof Answer>>>();

  async function take(
    context: ServerContext,
    cluster: Cluster,
    call: Pick<Call<unknown, z.output<typeof Query>, unknown>, 'request' | 'query'>,
  ) {
    if (cluster.status === 'disabled')
      throw new AppError('cluster-disabled', `cannot take events: cluster "${cluster.name}" is disabled`);
    const header = String(call.request.headers['x-whodunit-import'] ?? '');
    const tag = importKey.test(header) ? `${cluster.id}/${header}` : '';
    const length = Number(call.request.headers['content-length'] ?? 0);
    if (Number.isFinite(length)) await context.journal.ensureRoom(length);
    const body = await budget.read(call.request.raw);
    try {
      if (tag === '') return await accept(context, cluster, body, tag, call.query.wait === 'stored');
      const known = await context.records.importOutcomes.find(tag);
      if (known) return StoredAnswer.parse(known);
      const pending =
        underWay.get(tag) ??
        accept(context, cluster, body, tag, call.query.wait === 'stored').finally(() => underWay.delete(tag));
      underWay.set(tag, pending);
      return await pending;
    } finally {
      budget.release(body);
    }
  }

  return [
    route({
      method: 'POST',
      path: '/ingest/v1/clusters/{name}/audit',
      access: 'ingest',
      summary: 'Takes audit events of a cluster: an EventList, Event, array or JSON lines, maybe gzipped.',
      params: z.object({ name: z.string() }),
      query: Query,
      answer: Answer,
      handle: async (call) =>
        take(call.context, await clusterOf(call.context, call.request.headers.authorization, call.params.name), call),
    }),
    route({
      method: 'POST',
      path: '/ingest/v1/token/{token}/audit',
      access: 'ingest',
      summary: 'The same for plain http, where kube-apiserver sends no credentials.',
      params: z.object({ token: z.string() }),
      query: Query,
      answer: Answer,
      handle: async (call) => {
        const token = await call.context.records.ingestTokens.use(call.params.token);
        const cluster = token && (await call.context.records.clusters.byId(token.clusterId));
        if (!cluster) throw new AppError('unauthenticated', 'cannot take events: the token is not known');
        return take(call.context, cluster, call);
      },
    }),
  ];
}

/** The cluster of a name, for the bearer of one of its tokens or of an API token with the admin role. */
async function clusterOf(context: ServerContext, authorization: string | undefined, name: string): Promise<Cluster> {
  const cluster = await context.records.clusters.byName(name);
  const token = bearerToken(authorization);
  const known = token === undefined ? undefined : await context.records.ingestTokens.use(token);
  if (known && cluster && known.clusterId === cluster.id) return cluster;
  const caller = known
    ? undefined
    : await context.authenticator.authenticate({ method: 'POST', headers: { authorization }, isSecure: true });
  if (caller && isAllowed(caller, 'administer')) {
    if (cluster) return cluster;
    throw new AppError('not-found', `cannot find cluster "${name}"`);
  }
  if (known || caller) throw new AppError('forbidden', `cannot take events: the token is not one of cluster "${name}"`);
  throw new AppError('unauthenticated', 'cannot take events: the token is missing or not known');
}

async function accept(
  context: ServerContext,
  cluster: Cluster,
  body: Buffer,
  tag: string,
  waits: boolean,
): Promise<z.input<typeof Answer>> {
  const receipt = await context.receiver.accept(cluster.id, body, tag);
  const { received, rejected, position } = receipt;
  if (!waits) return { received, rejected };
  const stored =
    position === undefined
      ? { stored: 0, duplicates: 0, completed: 0, rejected: 0 }
      : await context.indexer.whenStored(position);
  // What was decided first holds, also when this body is the second of its key.
  const decided = tag === '' ? undefined : await context.records.importOutcomes.find(tag);
  return decided ? StoredAnswer.parse(decided) : { received, ...stored, rejected: stored.rejected + rejected };
}
