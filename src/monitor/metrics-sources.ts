import type { Clock } from '../platform/index.ts';
import type { AuditSample, MetricsSource, Records } from '../records/index.ts';
import { expectedOf, lossesOf } from '../watch/index.ts';
import type { ApiServerView } from './api-servers.ts';

/** What an API server has counted in the last day, as far as it was read. */
export interface CountedDay {
  /** Unix milliseconds: of the first and of the last time that it was read. */
  readonly from: number;
  readonly to: number;
  readonly events: number;
  /** Events that a backend of it lost. */
  readonly errors: number;
  /** Requests that it refused since it could not audit them. */
  readonly rejected: number;
}

/** A source of metrics: one that is read from here, or an API server whose agent reads it, which has no address. */
export interface ListedSource extends Omit<MetricsSource, 'url'> {
  readonly url: string | undefined;
}

/** A source of metrics, with what they say. */
export interface MetricsSourceView extends ListedSource {
  /** Undefined where it was not read at two times. */
  readonly lastDay: CountedDay | undefined;
  /** How far the API server's clock is ahead of this server's, to a second; below zero where it is behind. Undefined where it does not say. */
  readonly clockOffsetMs: number | undefined;
}

export interface MetricsSourcesNeeds {
  readonly records: Pick<Records, 'metricsSources' | 'auditSamples'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly clockOffsetOf: (source: Pick<MetricsSource, 'clusterId' | 'name'>) => number | undefined;
}

const dayMs = 86_400_000;
/** An agent reports every fifteen seconds; one that has not for longer counts no more. */
const reportedMs = 120_000;

/** The sources of a cluster. What an agent reports is kept by the name of its host (agent-report.ts). */
export async function listSources(
  { records, clock }: Pick<MetricsSourcesNeeds, 'records' | 'clock'>,
  clusterId: string,
): Promise<readonly ListedSource[]> {
  const to = clock.now();
  const set = await records.metricsSources.list(clusterId);
  const names = new Set(set.map(({ name }) => name));
  const samples = await records.auditSamples.list({ clusterId, basis: 'metrics', from: to - reportedMs, to });
  const lastRead = new Map(samples.map(({ source, at }) => [source, at]));
  const reported = [...lastRead].filter(([name]) => !names.has(name));
  const rest = { clusterId, url: undefined, ca: undefined, hasToken: false, error: undefined };
  return [...set, ...reported.map(([name, lastReadAt]) => ({ ...rest, name, lastReadAt }))];
}

/** The same, with what they say. */
export async function viewSources(
  { records, clock, clockOffsetOf }: MetricsSourcesNeeds,
  clusterId: string,
): Promise<readonly MetricsSourceView[]> {
  const to = clock.now();
  const sources = await listSources({ records, clock }, clusterId);
  if (sources.length === 0) return [];
  const samples = await records.auditSamples.list({ clusterId, basis: 'metrics', from: to - dayMs, to });
  const bySource = Map.groupBy(samples, ({ source }) => source);
  return sources.map((source) => ({
    ...source,
    lastDay: countedIn(bySource.get(source.name) ?? [], { from: to - dayMs, to }),
    clockOffsetMs: clockOffsetOf(source),
  }));
}

function countedIn(
  samples: readonly AuditSample[],
  asked: { readonly from: number; readonly to: number },
): CountedDay | undefined {
  const counts = samples.map(({ at, events, startedAt }) => ({ at, value: events, startedAt }));
  const expected = expectedOf([{ source: '', samples: counts }], asked);
  if (!expected) return undefined;
  const [{ errors, rejected } = { errors: 0, rejected: 0 }] = lossesOf(samples);
  return { ...expected.period, events: expected.events, errors, rejected };
}

/**
 * The source that is the API server's own, as its name or its address says: it is called as the API server is, or as the host of its agent;
 * or it is read at an address that sends for it. Undefined where none is, or several are.
 */
export function sourceOf<Source extends Pick<ListedSource, 'name' | 'url'>>(
  { name, sources }: Pick<ApiServerView, 'name' | 'sources'>,
  all: readonly Source[],
): Source | undefined {
  const own = all.filter(
    (one) => one.name === name || [one.name, hostOf(one.url)].some((text) => sources.includes(text)),
  );
  return own.length === 1 ? own[0] : undefined;
}

function hostOf(url: string | undefined): string {
  // IPv6 addresses stand in brackets there.
  return (url === undefined ? null : URL.parse(url))?.hostname.replaceAll(/^\[|\]$/g, '') ?? '';
}
