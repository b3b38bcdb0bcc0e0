import { z } from 'zod';
import { AppError, said } from '../../base/index.ts';
import type { Cluster } from '../../records/index.ts';
import { clusterCalled, createSenderCheck, type Sender, verifiedCertificate } from '../auth/index.ts';
import type { ServerContext } from '../http/context.ts';
import { type BodyBudget, createBodyBudget, type HeldBody } from '../http/body.ts';
import { type Call, route, type Route } from '../http/route.ts';
import { refusalReason } from '../http/refusal-reason.ts';
import { createSenderLog } from '../http/sender-log.ts';
import { whenStored } from '../http/when-stored.ts';
import { AgentReport, Empty, IngestAnswer, StoredAnswer } from '../schemas/index.ts';

const Query = z.object({ wait: z.enum(['stored']).optional(), timeout: z.string().optional() });
const Answer = z.union([IngestAnswer, StoredAnswer]);
/** A key under which a body is counted once, however often it is sent. */
const importKey = /^[\w.-]{1,64}\/\d{1,12}$/;

/** A host's name. */
const agentHost = /^[\w.-]{1,253}$/;

type IngestCall = Pick<Call<unknown, z.output<typeof Query>, unknown>, 'context' | 'address' | 'request' | 'query'>;

type Admit = (
  call: Pick<IngestCall, 'context' | 'address' | 'request'>,
  clusterName: string | undefined,
  check: (checks: ReturnType<typeof createSenderCheck>) => Promise<Sender>,
) => Promise<Cluster>;

/** Makes what finds out who sends: it writes it to the activity log, and remembers who was refused. */
function createAdmission(): Admit {
  const senders = createSenderLog();
  return async ({ context, address, request }, clusterName, check) => {
    try {
      const sender = await check(createSenderCheck(context.records, context.authenticator));
      await senders.taken(context, sender, address);
      return sender.cluster;
    } catch (error) {
      const named = clusterName === undefined ? undefined : await clusterCalled(context.records, clusterName);
      const hasCredentials = clusterName === undefined || request.headers.authorization !== undefined;
      const reason = refusalReason(error, hasCredentials);
      // To a caller who does not see it, a cluster is as unknown as one that is not there.
      const told = named && reason === 'cluster-unknown' ? 'credentials-of-another' : reason;
      context.arrivals.refused(named?.id, told, address);
      await senders.refused(context, clusterName, address, error);
      throw error;
    }
  };
}

/** The roads by which events come in. */
export function ingestRoutes(): readonly Route[] {
  const budget = createBodyBudget();
  const admit = createAdmission();
  /** Bodies with a key that are on their way to the store. */
  const underWay = new Map<string, Promise<z.input<typeof Answer>>>();

  /** Takes what a cluster sends, and remembers that it came. */
  async function receive(cluster: Cluster, call: IngestCall) {
    const { arrivals } = call.context;
    try {
      const answer = await take(cluster, call);
      arrivals.taken(cluster.id, sourceOf(call), answer.received);
      return answer;
    } catch (error) {
      arrivals.refused(cluster.id, refusalReason(error, true), call.address);
      throw error;
    }
  }

  async function take(cluster: Cluster, call: IngestCall) {
    const { context } = call;
    if (cluster.status === 'disabled')
      throw new AppError('cluster-disabled', said`cannot take events: cluster "${cluster.name}" is disabled`);
    if (context.quarantine.isFull(cluster.id))
      throw new AppError(
        'journal-full',
        said`cannot take events: too many of the cluster are set aside (GET /api/v1/quarantine)`,
      );
    const header = String(call.request.headers['x-whodunit-import'] ?? '');
    const tag = importKey.test(header) ? `${cluster.id}/${header}` : '';
    // What was asked before has an answer already, whatever the quota says by now.
    if (tag === '') await context.intake.ensureRoom(cluster);
    const length = Number(call.request.headers['content-length'] ?? 0);
    if (Number.isFinite(length)) await context.journal.ensureRoom(length);
    const body = await budget.read(call.request.raw);
    const waits = call.query.wait === 'stored';
    try {
      const known = tag === '' ? undefined : await context.records.importOutcomes.find(tag);
      if (known) return StoredAnswer.parse(known);
      const pending = underWay.get(tag) ?? accept(context, cluster, body, { tag, waits, source: sourceOf(call) });
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
        'Takes audit events of a cluster: an EventList, Event, array or JSON lines, maybe packed with gzip or zstd. An event that came out of a wrapper may stand beside what that tells: {"wrapper":{…},"event":{…}}.',
      params: z.object({ name: z.string() }),
      query: Query,
      answer: Answer,
      handle: async (call) => {
        const { name } = call.params;
        const { authorization } = call.request.headers;
        const certificate = verifiedCertificate(call.request.raw.socket);
        const head = { authorization, certificate };
        return receive(await admit(call, name, (checks) => checks.forCluster(name, head)), call);
      },
    }),
    agentRoute(admit, budget),
    route({
      method: 'POST',
      path: '/ingest/v1/token/{token}/audit',
      access: 'ingest',
      summary: 'The same for plain http, where kube-apiserver sends no credentials.',
      params: z.object({ token: z.string() }),
      query: Query,
      answer: Answer,
      handle: async (call) =>
        receive(await admit(call, undefined, (checks) => checks.byToken(call.params.token)), call),
    }),
  ];
}

/** The road by which an agent tells what it has read. */
function agentRoute(admit: Admit, budget: BodyBudget): Route {
  return route({
    method: 'POST',
    path: '/ingest/v1/clusters/{name}/agent',
    access: 'ingest',
    summary: 'Takes what an agent has read so far: by that the completeness of a period is known without metrics.',
    params: z.object({ name: z.string() }),
    answer: Empty,
    handle: async (call) => {
      const { name } = call.params;
      const { authorization } = call.request.headers;
      const certificate = verifiedCertificate(call.request.raw.socket);
      const cluster = await admit(call, name, (checks) => checks.forCluster(name, { authorization, certificate }));
      const body = await budget.read(call.request.raw);
      try {
        await call.context.monitor.agentReported(cluster.id, readReport(body.bytes), sourceOf(call));
      } finally {
        body.release();
      }
      return {};
    },
  });
}

/** Who sends: the host that an agent names, which follows the logs of it, else the address. */
function sourceOf({ request, address }: Pick<IngestCall, 'request' | 'address'>): string {
  const host = String(request.headers['x-whodunit-agent'] ?? '');
  return agentHost.test(host) ? host : address;
}

async function accept(
  context: ServerContext,
  cluster: Cluster,
  body: HeldBody,
  { tag, waits, source }: { readonly tag: string; readonly waits: boolean; readonly source: string },
): Promise<z.input<typeof Answer>> {
  const takeBack = await context.intake.take(cluster, body.bytes.length);
  // On disk, or refused: whoever waits for the store holds no room any more.
  const receipt = await context.receiver
    .accept(cluster.id, body.bytes, tag)
    .catch((error: unknown) => {
      takeBack();
      throw error;
    })
    .finally(() => body.release());
  const { received, rejected, position, traits } = receipt;
  // A body with a key is of an import: it tells nothing of what goes on.
  if (traits && tag === '') context.monitor.apiServers.hear(cluster.id, { ...traits, source, events: received });
  if (!waits) return { received, rejected };
  const stored =
    position === undefined
      ? { stored: 0, duplicates: 0, completed: 0, rejected: 0 }
      : await context.indexer.whenStored(position);
  // What was decided first holds, also when this body is the second of its key.
  const decided = tag === '' ? undefined : await context.records.importOutcomes.find(tag);
  return decided ? StoredAnswer.parse(decided) : { received, ...stored, rejected: stored.rejected + rejected };
}

function readReport(bytes: Buffer): z.output<typeof AgentReport> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    value = undefined;
  }
  const report = AgentReport.safeParse(value);
  if (!report.success) throw new AppError('bad-request', said`cannot read the report of an agent: it has another form`);
  return report.data;
}
