import { said, words, textOf } from '../base/index.ts';
import type { Secrets } from '../delivery/index.ts';
import type { HttpClient } from '../platform/index.ts';
import type { MetricsSource } from '../records/index.ts';
import { type AuditMetrics, readAuditMetrics } from '../watch/index.ts';

/** What an API server with thousands of resources says of itself takes some ten megabytes. */
const answerBytes = 64 << 20;
/** One that hangs keeps the others waiting for no longer. */
const timeoutMs = 10_000;

/** The id of the secret that holds a source's token. */
export function tokenId({ clusterId, name }: Pick<MetricsSource, 'clusterId' | 'name'>): string {
  return `metrics-source/${clusterId}/${name}/token`;
}

export interface ScrapeNeeds {
  readonly http: HttpClient;
  readonly secrets: Pick<Secrets, 'open'>;
}

/** What an API server counts, and when it said so by its own clock, to a second: Unix milliseconds, undefined where it does not say. */
export interface Scraped extends AuditMetrics {
  readonly date: number | undefined;
}

/** Reads the counters of an API server, or gives why that cannot be done. Rejects with the signal's reason alone. */
export async function scrape(
  { http, secrets }: ScrapeNeeds,
  source: MetricsSource,
  signal: AbortSignal,
): Promise<Scraped | { readonly error: string }> {
  try {
    const token = source.hasToken ? await secrets.open(tokenId(source)) : undefined;
    const { status, headers, body } = await http.send({
      method: 'GET',
      url: source.url,
      headers: { accept: 'text/plain', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      ...(source.ca === undefined ? {} : { tls: { ca: source.ca } }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      answerBytes,
    });
    if (status !== 200) return { error: textOf(said`it answers ${status}`) };
    const metrics = readAuditMetrics(body.toString('utf8'));
    if (!metrics) return { error: words`it counts no audit events (apiserver_audit_event_total)` };
    const date = Date.parse(headers.date ?? '');
    return { ...metrics, date: Number.isNaN(date) ? undefined : date };
  } catch (error) {
    if (signal.aborted) throw error;
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
