import { AppError, createSemaphore } from '../base/index.ts';
import type { Clock, Closeable, Logger } from '../platform/index.ts';
import type { MetricsSource, Records } from '../records/index.ts';
import { scrape, type ScrapeNeeds, tokenId } from './scrape.ts';

const everyMs = 15_000;
/** Samples are kept each for a day, then a few an hour, and for as long as somebody asks for a season. */
const wholeMs = 86_400_000;
const thinMs = 600_000;
const keptMs = 100 * wholeMs;
const tidyMs = 3_600_000;
/** What is read at once: each answer may take some ten megabytes. */
const places = 4;

export interface SamplerNeeds extends ScrapeNeeds {
  readonly records: Pick<Records, 'metricsSources' | 'auditSamples' | 'clusters'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Sampler extends Closeable {
  /** How far the clock of an API server is ahead of ours, in milliseconds, as its last answer said. */
  readonly clockOffsetOf: (source: Pick<MetricsSource, 'clusterId' | 'name'>) => number | undefined;
}

/** A date in HTTP is cut to the second. */
const halfSecondMs = 500;

/** Reads the counters of all API servers that have a source, now and every fifteen seconds, until it is closed. */
export function startSampler(needs: SamplerNeeds): Sampler {
  const { records, clock, logger } = needs;
  const stopping = new AbortController();
  const { signal } = stopping;
  const place = createSemaphore({ places });
  let offsets = new Map<string, number>();
  let tidiedAt = Number.NEGATIVE_INFINITY;

  async function sample(source: MetricsSource, at: number): Promise<void> {
    const read = await scrape(needs, source, signal);
    if ('error' in read) {
      if (source.error !== read.error)
        logger.warn({ source: source.name, reason: read.error }, 'cannot read the metrics of an API server');
      return records.metricsSources.note(source, read);
    }
    const { date, ...counted } = read;
    if (date !== undefined) offsets.set(tokenId(source), Math.round(date + halfSecondMs - clock.now()));
    const { clusterId, name } = source;
    await records.auditSamples.add({ clusterId, basis: 'metrics', source: name, at, ...counted });
    await records.metricsSources.note(source, { at });
  }

  async function round(): Promise<void> {
    // One moment for all: periods end where all of them were read.
    const at = clock.now();
    const sources = await records.metricsSources.list();
    const ids = new Set(sources.map(tokenId));
    offsets = new Map([...offsets].filter(([id]) => ids.has(id)));
    await Promise.all(
      sources.map((source) =>
        place
          .run(() => sample(source, at))
          .catch((error: unknown) => {
            if (!signal.aborted && !isGone(error))
              logger.warn({ err: error }, 'cannot keep what an API server counted');
          }),
      ),
    );
    if (Math.abs(at - tidiedAt) < tidyMs) return;
    await records.auditSamples.forgetBefore(at - keptMs);
    await records.auditSamples.thinBefore(at - wholeMs, thinMs);
    tidiedAt = at;
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await round().catch((error: unknown) => {
        if (!signal.aborted) logger.warn({ err: error }, 'cannot read the metrics of API servers');
      });
      if (!signal.aborted) await clock.sleep(everyMs, signal);
    }
  }

  const running = run();
  return {
    clockOffsetOf: (source) => offsets.get(tokenId(source)),
    async close() {
      stopping.abort();
      await running;
    },
  };
}

/** The cluster was deleted meanwhile. */
function isGone(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not-found';
}
