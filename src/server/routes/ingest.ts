import { z } from 'zod';
import { AppError } from '../../base/index.ts';
import type { Cluster } from '../../records/index.ts';
import { createSenderCheck, type Sender, verifiedCertificate } from '../auth/index.ts';
import type { ServerContext } from '../http/context.ts';
import { createBodyBudget, type HeldBody } from '../http/body.ts';
import { type Call, route, type Route } from '../http/route.ts';
import { createSenderLog } from '../http/sender-log.ts';
import { whenStored } from '../http/when-stored.ts';
import { IngestAnswer, StoredAnswer } from '../schemas/index.ts';

const Query = z.object({ wait: z.enum(['stored']).optional(), timeout: z.string().optional() });
const Answer = z.union([IngestAnswer, StoredAnswer]);
/** A key under which a body is counted once, however often it is sent. */
const importKey = /^[\w.-]{1,64}\/\d{1,12}$/;

type IngestCall = Pick<Call<unknown, z.output<typeof Query>, unknown>, 'context' | 'address' | 'request' | 'query'>;

/** The roads by which events come in. */
export function ingestRoutes(): readonly Route[] {
  const budget = createBodyBudget();
  const senders = createSenderLog();
  /** Bodies with a key that are on their way to the store. */
  const underWay = new Map<string, Promise<z.input<typeof Answer>>>();

  /** Finds out who sends, and writes it to the activity log. */
  async function admit(
    { context, address }: Pick<IngestCall, 'context' | 'address'>,
    clusterName: string | undefined,
    check: (checks: ReturnType<typeof createSenderCheck>) => Promise<Sender>,
  ): Promise<Cluster> {
    try {
      const sender = await check(createSenderCheck(context.records, context.authenticator));
      await senders.taken(context, sender, address);
      return sender.cluster;
    } catch (error) {
      await senders.refused(context, clusterName, address, error);
      throw error;
    }
  }

  async function take(cluster: Cluster, call: IngestCall) {
    const { context } = call;
    if (cluster.status === 'disabled')
      throw new AppError('cluster-disabled', `cannot take events: cluster "${cluster.name}" is disabled`);
    if (context.quarantine.isFull(cluster.id))
      throw new AppError(
        'journal-full',
        'cannot take events: too many of the cluster are set aside (GET /api/v1/quarantine)',
      );
    const header = String(call.request.headers['x-whodunit-import'] ?? '');
    const tag = importKey.test(header) ? `${cluster.id}/${header}` : '';
    const length = Number(call.request.headers['content-length'] ?? 0);
    if (Number.isFinite(length)) await context.journal.ensureRoom(length);
    const body = await budget.read(call.request.raw);
    const waits = call.query.wait === 'stored';
    try {
      const known = tag === '' ? undefined : await context.records.importOutcomes.find(tag);
      if (known) return StoredAnswer.parse(known);
      const pending = underWay.get(tag) ?? accept(context, cluster, body, tag, waits);
      if (tag !== '' && !underWay.has(tag)) {
        underWay.set(tag, pending);
        void pending.then(
          () => underWay.delete(tag),
          () => underWay.delete(tag),
        );
      }
      return await whenStored(context.clock, pending);
    } finally {
      body.release();
    }
  }

  return [
    route({
      method: 'POST',
      path: '/ingest/v1/clusters/{name}/audit',
      access: 'ingest',
      summary:
        'Takes audit events of a cluster: an EventList, Event, array or JSON lines, maybe packed with gzip or zstd.',
      params: z.object({ name: z.string() }),
      query: Query,
      answer: Answer,
      handle: async (call) => {
        const { name } = call.params;
        const { authorization } = call.request.headers;
        const certificate = verifiedCertificate(call.request.raw.socket);
        const head = { authorization, certificate };
        return take(await admit(call, name, (checks) => checks.forCluster(name, head)), call);
      },
    }),
    route({
      method: 'POST',
      path: '/ingest/v1/token/{token}/audit',
      access: 'ingest',
      summary: 'The same for plain http, where kube-apiserver sends no credentials.',
      params: z.object({ token: z.string() }),
      query: Query,
      answer: Answer,
      handle: async (call) => take(await admit(call, undefined, (checks) => checks.byToken(call.params.token)), call),
    }),
  ];
}

async function accept(
  context: ServerContext,
  cluster: Cluster,
  body: HeldBody,
  tag: string,
  waits: boolean,
): Promise<z.input<typeof Answer>> {
  // On disk, or refused: whoever waits for the store holds no room any more.
  const receipt = await context.receiver.accept(cluster.id, body.bytes, tag).finally(() => body.release());
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
