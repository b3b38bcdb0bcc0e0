import { Counter, Gauge, Histogram, type Registry } from '../../platform/index.ts';

/** The metrics that ingest, queries and retention keep; names and labels are part of the public interface. */
export interface IngestMetrics {
  countEvents(cluster: string, outcome: 'stored' | 'duplicate' | 'completed' | 'rejected', count: number): void;
  /** Seconds between receipt and being queryable, of a record that was just stored. */
  setLag(seconds: number): void;
  /** The lag of the newest record that was stored, or the time for which another has been waiting where that is longer. */
  lag(): number;
  observeQuery(kind: string, seconds: number): void;
  /** Of a batch that was refused because the project may receive no more on this day. */
  readonly countQuotaRefusal: (project: string) => void;
  countRemoved(cluster: string, reason: 'expired' | 'deleted', count: number): void;
  /** Unix seconds at which nothing was left that should have been removed. */
  setRetained(at: number): void;
}

/** What metrics are read from. */
export interface IngestGauges {
  readonly pendingEvents: () => number;
  /** Whether events are refused for want of room. */
  readonly isRefusing: () => boolean;
  readonly engineRestarts: () => number;
  /** Events that were stored and are not there any more. */
  readonly missingEvents: () => number;
  /** Events that are set aside because the store cannot take them. */
  readonly quarantinedEvents: () => number;
  /** How often the journal's disk failed, by what it was asked for, and stretches that cannot be read. */
  readonly journalFailures: () => Readonly<Record<'write' | 'sync' | 'remove' | 'read', number>>;
  /** Statements that gave new events to those who follow. */
  readonly streamReads: () => number;
  /** Seconds for which the oldest record has been waiting. */
  readonly waitingSeconds: () => number;
}

/** Registers them. What `read` gives is read when metrics are. */
export function createIngestMetrics(registry: Registry, read: IngestGauges): IngestMetrics {
  const events = new Counter({
    name: 'whodunit_ingest_events_total',
    help: 'Events by what became of them.',
    labelNames: ['cluster', 'outcome'],
    registers: [registry],
  });
  const lag = new Gauge({
    name: 'whodunit_ingest_lag_seconds',
    help: 'Seconds between receipt and being queryable, of the newest batch or of one that is waiting for longer.',
    registers: [registry],
    collect() {
      this.set(lagSeconds());
    },
  });
  const queries = new Histogram({
    name: 'whodunit_query_duration_seconds',
    help: 'Duration of queries by kind.',
    labelNames: ['kind'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  const removed = new Counter({
    name: 'whodunit_retention_removed_events_total',
    help: 'Events that were removed: past the retention of their cluster, or of a cluster that was deleted.',
    labelNames: ['cluster', 'reason'],
    registers: [registry],
  });
  const retained = new Gauge({
    name: 'whodunit_retention_last_success_timestamp_seconds',
    help: 'When nothing was left that should have been removed; 0 before the first time since the start.',
    registers: [registry],
  });
  const quotaRefusals = new Counter({
    name: 'whodunit_ingest_quota_refused_total',
    help: 'Batches that were refused because their project may receive no more on this day.',
    labelNames: ['project'],
    registers: [registry],
  });
  const restarts = new Counter({
    name: 'whodunit_engine_restarts_total',
    help: 'Restarts of the engine since the server started.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read.engineRestarts());
    },
  });
  let newestLag = 0;
  const lagSeconds = (): number => Math.max(newestLag, read.waitingSeconds());
  lag.set(0);
  addJournalMetrics(registry, read);
  addStreamMetrics(registry, read);
  addStoreMetrics(registry, read);
  restarts.reset();
  return {
    countEvents: (cluster, outcome, count) => {
      if (count > 0) events.inc({ cluster, outcome }, count);
    },
    setLag: (seconds) => {
      newestLag = seconds;
    },
    lag: lagSeconds,
    observeQuery: (kind, seconds) => queries.observe({ kind }, seconds),
    countQuotaRefusal: (project) => quotaRefusals.inc({ project }),
    countRemoved: (cluster, reason, count) => removed.inc({ cluster, reason }, count),
    setRetained: (at) => retained.set(at),
  };
}

/** Of what should be in the store and is not. */
function addStoreMetrics(registry: Registry, read: IngestGauges): void {
  const missing = new Gauge({
    name: 'whodunit_store_missing_events',
    help: 'Events that were stored and are missing from the store, by its last comparison with the manifest.',
    registers: [registry],
    collect() {
      this.set(read.missingEvents());
    },
  });
  missing.set(0);
  const quarantined = new Gauge({
    name: 'whodunit_quarantine_events',
    help: 'Events that were acknowledged and are set aside, because the store cannot take them.',
    registers: [registry],
    collect() {
      this.set(read.quarantinedEvents());
    },
  });
  quarantined.set(0);
}

function addStreamMetrics(registry: Registry, read: IngestGauges): void {
  const reads = new Counter({
    name: 'whodunit_stream_reads_total',
    help: 'Statements to the engine for new events: one for all who follow, however many they are.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read.streamReads());
    },
  });
  reads.reset();
}

function addJournalMetrics(registry: Registry, read: IngestGauges): void {
  const pending = new Gauge({
    name: 'whodunit_journal_pending_events',
    help: 'Events that are on disk and cannot be queried yet.',
    registers: [registry],
    collect() {
      this.set(read.pendingEvents());
    },
  });
  const refusing = new Gauge({
    name: 'whodunit_ingest_refusing',
    help: '1 while events are refused because the disk or the journal has no room for them, else 0.',
    registers: [registry],
    collect() {
      this.set(read.isRefusing() ? 1 : 0);
    },
  });
  const failures = new Counter({
    name: 'whodunit_journal_failures_total',
    help: 'Failures of the disk of the journal by what it was asked for; read: stretches that cannot be read, once each.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [kind, count] of Object.entries(read.journalFailures())) this.inc({ kind }, count);
    },
  });
  failures.reset();
  refusing.set(0);
  pending.set(0);
}
