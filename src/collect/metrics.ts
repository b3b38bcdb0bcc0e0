import { Counter, Gauge, type Registry } from '../platform/index.ts';
import { heldBytes } from './follow/follower.ts';
import type { Generation } from './follow/generation.ts';
import type { LogStream, LossReason } from './follow/log-stream.ts';

/** What the agent measures. */
export interface CollectMetrics {
  readonly onRead: (path: string, lines: number, bytes: number) => void;
  readonly onRejected: (events: number) => void;
  readonly onLoss: (path: string, reason: LossReason, bytes: number) => void;
  readonly onFailure: (kind: 'send' | 'checkpoint' | 'input' | 'metrics') => void;
  readonly onArrived: () => void;
}

export interface CollectMetricsSources {
  readonly streams: () => readonly LogStream[];
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Paths that were named or matched and are no logs. */
  readonly refusedPaths: () => number;
}

/** Registers what the agent measures. Paths are the live names of logs. */
export function createCollectMetrics(registry: Registry, sources: CollectMetricsSources): CollectMetrics {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label> =>
    new Counter({ name: `whodunit_collect_${name}`, help, labelNames, registers: [registry] });
  const lines = counter('lines_total', 'Lines that were read', 'path');
  const bytes = counter('bytes_total', 'Bytes of them', 'path');
  const rejected = counter('rejected_events_total', 'Events that the server cannot read and keeps as dead letters');
  const lost = counter('lost_bytes_total', 'Bytes that were gone before they were read', 'path', 'reason');
  const losses = counter(
    'losses_total',
    'Times that something was gone before it was read; how much is not always known',
    'path',
    'reason',
  );
  const failures = counter(
    'failures_total',
    'Tries that failed, by what was tried: `send`, `checkpoint`, `input` or `metrics` (of the API server); each is tried again',
    'kind',
  );
  const arrived = new Gauge({
    name: 'whodunit_collect_last_arrival_timestamp_seconds',
    help: 'When the server acknowledged something last; at first, when the agent began',
    registers: [registry],
  });
  arrived.set(sources.now() / 1000);
  registerGauges(registry, sources);
  return {
    onRead: (path, lineCount, byteCount) => {
      lines.inc({ path }, lineCount);
      bytes.inc({ path }, byteCount);
    },
    onRejected: (count) => rejected.inc(count),
    onLoss: (path, reason, count) => {
      lost.inc({ path, reason }, count);
      losses.inc({ path, reason });
    },
    onFailure: (kind) => failures.inc({ kind }),
    onArrived: () => arrived.set(sources.now() / 1000),
  };
}

/** What is looked at when somebody asks. */
function registerGauges(registry: Registry, { streams, refusedPaths }: CollectMetricsSources): void {
  const perLog = (name: string, help: string, amount: (generation: Generation) => number): Gauge =>
    new Gauge({
      name: `whodunit_collect_${name}`,
      help,
      labelNames: ['path'],
      registers: [registry],
      collect() {
        this.reset();
        for (const stream of streams()) this.inc({ path: stream.path }, total(stream, amount));
      },
    });
  perLog(
    'lag_bytes',
    'Bytes that are known of and not with the server yet',
    ({ size, position, acknowledged }) => Math.max(size, position) - acknowledged,
  );
  perLog('held_bytes', 'Bytes of deleted files that are kept open until they are with the server', heldBytes);
  registry.registerMetric(
    new Gauge({
      name: 'whodunit_collect_refused_paths',
      help: 'Paths that were named or matched and are no logs: directories, FIFOs, circles of links',
      registers: [],
      collect() {
        this.set(refusedPaths());
      },
    }),
  );
}

function total(stream: LogStream, amount: (generation: Generation) => number): number {
  return stream.generations.reduce((all, one) => all + (one.isDone && !one.isSending ? 0 : amount(one)), 0);
}
