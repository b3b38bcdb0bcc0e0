import type { Clock } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import type { AuditMetrics } from '../watch/index.ts';

/** What an agent tells. */
export interface AgentReport {
  /** Names the agent, for as long as its state lives. */
  readonly agent: string;
  /** What it had read since its state began, at a moment at which that was all there was. */
  readonly read?: AllRead | undefined;
  /** What the API server on its node counts. */
  readonly apiServer?: Counted | undefined;
}

interface AllRead {
  readonly lines: number;
  readonly bytes: number;
  /** Bytes that were gone before it read them. */
  readonly lostBytes: number;
  /** That moment, by its clock: Unix milliseconds. */
  readonly at: number;
}

interface Counted extends Pick<AuditMetrics, 'events' | 'errors' | 'rejected'> {
  readonly startedAt?: number | undefined;
}

export interface AgentReportNeeds {
  readonly records: Pick<Records, 'auditSamples'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Keeps what an agent reports as a count of events: a line is one. Of what was gone before it was read, only bytes are known: they count as
 * lines of the usual length. Between two such moments it has read what happened between them, however long it was behind. What its API server
 * counts is kept as if it had been read from here: `host`, where the agent runs, names it. Throws AppError as the records do.
 */
export async function keepAgentReport(
  { records, clock }: AgentReportNeeds,
  clusterId: string,
  { agent, read, apiServer }: AgentReport,
  host: string,
): Promise<void> {
  const now = clock.now();
  if (read) await keepRead(records, { clusterId, agent, now }, read);
  if (!apiServer) return;
  const { startedAt, ...counted } = apiServer;
  await records.auditSamples.add({ clusterId, basis: 'metrics', source: host, at: now, startedAt, ...counted });
}

async function keepRead(
  records: AgentReportNeeds['records'],
  { clusterId, agent, now }: { readonly clusterId: string; readonly agent: string; readonly now: number },
  { lines, bytes, lostBytes, at: readAt }: AllRead,
): Promise<void> {
  const lost = bytes > 0 ? Math.round((lostBytes * lines) / bytes) : 0;
  const source = { clusterId, basis: 'agent', source: agent } as const;
  const before = await records.auditSamples.last(source);
  // An estimate may become smaller, which is no restart: an agent never counts back.
  const events = Math.max(lines + lost, before?.events ?? 0);
  const at = Math.min(readAt, now);
  await records.auditSamples.add({ ...source, at, startedAt: undefined, events, errors: 0, rejected: 0 });
}
