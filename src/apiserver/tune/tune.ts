import { formatDuration } from '../flags/go-value.ts';

/** What kube-apiserver has to cope with. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Events that a request writes: one for each stage that the policy does not omit. */
  readonly stagesPerRequest: number;
  /** How long the receiver may take for a batch. */
  readonly writeLatencySeconds: number;
  /** Events in a batch. */
  readonly batchSize: number;
}

/** Flags of the webhook backend for a load, and why they have these values. */
export interface Tuning {
  /** By flag with its dashes. */
  readonly flags: Readonly<Record<string, string | number | boolean>>;
  readonly explanation: string;
}

/** kube-apiserver's own ratio of burst to rate: 15 to 10. */
const burstRatio = 1.5;
/** What kube-apiserver's own flags carry (10 batches/s of 400, 15 more at once, 10,000 in the buffer): nobody is advised less. */
const standard = { eventsPerSecond: 4000, burstEvents: 6400, buffer: 10_000 } as const;

/**
 * Chooses the webhook's flags for a load as Kubernetes' documentation reasons (Auditing, "Parameter tuning"): batches often
 * enough for all events, and a buffer for those that come while a batch is being written.
 */
export function tuneWebhook(load: Load): Tuning {
  const { requestsPerSecond, stagesPerRequest, writeLatencySeconds, batchSize } = load;
  const events = requestsPerSecond * stagesPerRequest;
  const needed = Math.max(1, Math.ceil(events / batchSize));
  const qps = Math.max(needed, Math.ceil(standard.eventsPerSecond / batchSize));
  // One batch is in the collector's hands beside those that go at once.
  const burst = Math.max(Math.ceil(qps * burstRatio), Math.ceil(standard.burstEvents / batchSize) - 1);
  const buffer = Math.max(batchSize, standard.buffer, Math.ceil(events * writeLatencySeconds));
  const explanation = [
    `${count(requestsPerSecond)} requests/s with ${count(stagesPerRequest)} stages each make ${count(events)} events/s.`,
    `In batches of ${count(batchSize)} that is at least ${count(needed)} batches/s; ${count(qps)} (--audit-webhook-batch-throttle-qps) can carry ${count(qps * batchSize)} events/s.`,
    `After a quiet moment up to ${count(burst)} batches may go at once (--audit-webhook-batch-throttle-burst).`,
    `A receiver that takes ${formatDuration(writeLatencySeconds)} for a batch leaves ${count(events * writeLatencySeconds)} events waiting: the buffer holds ${count(buffer)} (--audit-webhook-batch-buffer-size).`,
    `Nothing is set to less than kube-apiserver's defaults carry: ${count(standard.eventsPerSecond)} events/s, ${count(standard.buffer)} in the buffer.`,
    'What does not fit into the buffer is lost and counted as apiserver_audit_error_total{plugin="buffered"}.',
  ].join('\n');
  return {
    flags: {
      '--audit-webhook-mode': 'batch',
      '--audit-webhook-batch-max-size': batchSize,
      '--audit-webhook-batch-buffer-size': buffer,
      '--audit-webhook-batch-throttle-enable': true,
      '--audit-webhook-batch-throttle-qps': qps,
      '--audit-webhook-batch-throttle-burst': burst,
    },
    explanation,
  };
}

/** A number for people: thousands apart, at most two decimals. */
export function count(value: number): string {
  const [whole = '0', decimals] = String(Math.round(value * 100) / 100).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
