import type { Backend } from '../flags/catalogue.ts';
import type { Settings } from '../status/settings.ts';
import { count } from './tune.ts';

/** What the flags of a backend can carry. Null stands for no limit of kube-apiserver's own. */
export interface Capacity {
  readonly backend: Backend;
  readonly mode: string;
  /** The rate that it keeps up with for good. */
  readonly eventsPerSecond: number | null;
  readonly requestsPerSecond: number | null;
  /** Events beyond that rate that fit in before the first one is dropped, from a quiet moment on. */
  readonly burstEvents: number | null;
  /** How long the receiver may refuse or be away without loss: the webhook's attempts, without their random additions. */
  readonly outageSeconds: number | null;
  /** For the load that was asked about. */
  readonly verdict?: { readonly carries: boolean; readonly secondsUntilDrop: number | null };
  readonly explanation: string;
}

/** What to ask about. */
export interface CapacityQuestion {
  readonly stagesPerRequest: number;
  /** How long a write takes: it counts where writes wait for each other, which the webhook's do not. */
  readonly writeLatencySeconds: number;
  readonly requestsPerSecond?: number | undefined;
}

/**
 * The webhook tries five times; the pauses grow by half (apiserver/pkg/util/webhook, DefaultRetryBackoffWithInitialDelay). Each of these is
 * up to eleven requests where the receiver answers 429 or 5xx with Retry-After, which client-go's rest client waits for by itself: that
 * is time that a receiver gives, and none that one who is away can count on.
 */
const retryPauses = 1 + 1.5 + 1.5 ** 2 + 1.5 ** 3;

/**
 * Says what a backend can carry before it drops events (plugin/pkg/audit/buffered). A webhook's batches are sent side by side, so
 * only the throttle limits them; a log's are written one after another.
 */
export function capacityOf(backend: Backend, settings: Settings, question: CapacityQuestion): Capacity {
  const name = (rest: string): string => `audit-${backend}-${rest}`;
  const mode = settings.text(name('mode'));
  if (mode !== 'batch') return blocking(backend, mode);
  const batch = settings.integer(name('batch-max-size'));
  const throttled = settings.boolean(name('batch-throttle-enable'));
  const qps = throttled ? settings.number(name('batch-throttle-qps')) : Number.POSITIVE_INFINITY;
  const writes =
    backend === 'log' && question.writeLatencySeconds > 0 ? 1 / question.writeLatencySeconds : Number.POSITIVE_INFINITY;
  const rate = Math.min(qps, writes) * batch;
  const buffer = settings.integer(name('batch-buffer-size'));
  const free = throttled && backend === 'webhook' ? settings.integer(name('batch-throttle-burst')) : 0;
  // One batch is in the collector's hands, beside those that the throttle lets go at once.
  const burst = rate === Number.POSITIVE_INFINITY ? null : buffer + (free + 1) * batch;
  const outage = backend === 'webhook' ? settings.duration('audit-webhook-initial-backoff') * retryPauses : null;
  const limit = rate === Number.POSITIVE_INFINITY ? null : rate;
  const requests = limit === null ? null : limit / question.stagesPerRequest;
  const load =
    question.requestsPerSecond === undefined ? undefined : question.requestsPerSecond * question.stagesPerRequest;
  const verdict = load === undefined ? undefined : judge(load, limit, burst);
  return {
    backend,
    mode,
    eventsPerSecond: limit,
    requestsPerSecond: requests,
    burstEvents: burst,
    outageSeconds: outage,
    ...(verdict ? { verdict } : {}),
    explanation: explain({ backend, limit, requests, burst, outage, batch, load, verdict }),
  };
}

function judge(load: number, limit: number | null, burst: number | null): NonNullable<Capacity['verdict']> {
  if (limit === null || burst === null || load <= limit) return { carries: true, secondsUntilDrop: null };
  return { carries: false, secondsUntilDrop: burst / (load - limit) };
}

function blocking(backend: Backend, mode: string): Capacity {
  const explanation = `The ${backend} backend works in mode ${mode}: there is no buffer, and every request waits until its event is written.`;
  return {
    backend,
    mode,
    eventsPerSecond: null,
    requestsPerSecond: null,
    burstEvents: null,
    outageSeconds: null,
    explanation,
  };
}

interface Facts {
  readonly backend: Backend;
  readonly limit: number | null;
  readonly requests: number | null;
  readonly burst: number | null;
  readonly outage: number | null;
  readonly batch: number;
  readonly load: number | undefined;
  readonly verdict: Capacity['verdict'];
}

function explain(facts: Facts): string {
  const { limit, requests, burst, outage, batch, load, verdict } = facts;
  const lines: string[] = [];
  if (limit === null || requests === null || burst === null)
    lines.push(
      'Batches are not throttled: kube-apiserver sends as fast as events come, and only the receiver limits it.',
    );
  else {
    lines.push(
      `${count(limit / batch)} batches/s of ${count(batch)} carry ${count(limit)} events/s, or ${count(requests)} requests/s.`,
    );
    lines.push(`From a quiet moment on, ${count(burst)} events beyond that fit in before one is dropped.`);
  }
  if (outage !== null)
    lines.push(
      `A batch is tried five times within about ${count(outage)} s: a receiver that is away for longer loses it. One that answers 429 or 5xx with Retry-After is asked up to eleven times in each of these.`,
    );
  if (load !== undefined && verdict) {
    const drop = verdict.secondsUntilDrop === null ? '' : `, the first one after ${count(verdict.secondsUntilDrop)} s`;
    lines.push(
      verdict.carries
        ? `${count(load)} events/s are carried.`
        : `${count(load)} events/s are too many: events are dropped${drop}.`,
    );
  }
  return lines.join('\n');
}
