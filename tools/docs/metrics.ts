import { type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';
import { createIngestMetrics } from '../../src/server/index.ts';
import { code, page, table } from './markdown.ts';

/** The page docs/reference/metrics.md: what the server registers. */
export async function metricsPage(): Promise<string> {
  const registry = new Registry();
  createIngestMetrics(registry, {
    pendingEvents: () => 0,
    isRefusing: () => false,
    engineRestarts: () => 0,
    streamReads: () => 0,
    missingEvents: () => 0,
    quarantinedEvents: () => 0,
    waitingSeconds: () => 0,
    journalFailures: () => ({ write: 0, sync: 0, remove: 0, read: 0 }),
  });
  const metrics = await registry.getMetricsAsJSON();
  return page(
    '# Metrics',
    "Made from the server's registry by `npm run docs`.",
    '`GET /metrics` answers in the text format of Prometheus. It needs an API token: one of the role `metrics`, which reads them and nothing else, or an administrator without limits; see [how to scrape it](../how-to/scrape-metrics.md). Names and labels are stable.',
    table(
      ['Metric', 'Type', 'Labels', 'Meaning'],
      metrics
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map((metric) => [code(metric.name), String(metric.type), labelsOf(registry, metric), metric.help]),
    ),
    `Metrics of the process (\`process_…\`) and of Node (\`nodejs_…\`) are there as well, as \`prom-client\` names them.`,
    '## What to watch',
    table(
      ['Expression', 'Means'],
      [
        [code('whodunit_journal_pending_events > 100000'), 'The indexer does not keep up, or the engine is away.'],
        [code('whodunit_ingest_lag_seconds > 60'), 'New events are found late.'],
        [code('increase(whodunit_engine_restarts_total[1h]) > 0'), 'The engine died and was started again.'],
        [
          code('whodunit_store_missing_events > 0'),
          'Events that were stored are gone, as after damage to the disk; see [missing events](../how-to/recover-missing-events.md).',
        ],
        [
          code('increase(whodunit_ingest_events_total{outcome="rejected"}[1h]) > 0'),
          'Something sends what cannot be read; see [dead letters](../how-to/look-after-dead-letters.md).',
        ],
        [
          code('time() - whodunit_retention_last_success_timestamp_seconds > 86400'),
          'Events past their [retention](../how-to/manage-clusters.md#how-long-events-are-kept) are not being removed.',
        ],
        [
          code('sum by (cluster) (rate(whodunit_ingest_events_total[15m])) == 0'),
          'A cluster has gone silent. Its API server always has something to tell.',
        ],
      ],
    ),
  );
}

function labelsOf(registry: Registry, { name }: MetricObjectWithValues<MetricValue<string>>): string {
  const metric: unknown = registry.getSingleMetric(name);
  const names = typeof metric === 'object' && metric !== null && 'labelNames' in metric ? metric.labelNames : [];
  return Array.isArray(names) && names.length > 0 ? names.map((label) => code(String(label))).join(', ') : '–';
}
