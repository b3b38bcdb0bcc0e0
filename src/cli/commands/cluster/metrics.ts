import type { Command } from 'commander';
import { z } from 'zod';
import { Empty, MetricsSource, type NewMetricsSource } from '../../../server/schemas/index.ts';
import { clusterPath } from '../../api/named-path.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { readTextFile } from '../../input-file.ts';
import { formatTable } from '../../table.ts';

const MetricsSources = z.looseObject({ items: z.array(MetricsSource) });
const maxFileBytes = 100_000;

interface SetOptions {
  readonly url: string;
  readonly metricsToken?: string;
  readonly metricsCa?: string;
}

/** Adds `cluster metrics`. */
export function registerMetrics(cluster: Command): void {
  const group = cluster
    .command('metrics')
    .description('where the counters of API servers are read: what makes completeness a number');
  group
    .command('list')
    .description('list the metrics sources of a cluster, whether they can be read, and what they counted in a day')
    .argument('<name>', 'of the cluster')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: sourcesPath(name) }, MetricsSources);
      outputOf(self).answer(list, () => textOf(list.items));
    });
  group
    .command('set')
    .description('read the counters of an API server every fifteen seconds, in place of another source of that name')
    .argument('<name>', 'of the cluster')
    .argument('<source>', 'name of the source, such as that of the node')
    .requiredOption('--url <url>', 'of the API server itself, not of a load balancer: https://10.0.0.1:6443/metrics')
    .option('--metrics-token <file>', 'file of a token that may read /metrics; - is standard input')
    .option('--metrics-ca <file>', 'certificate that signs that of the API server, in PEM')
    .action(async (name: string, source: string, options: SetOptions, self: Command) => {
      const { url, metricsToken, metricsCa } = options;
      const json: z.input<typeof NewMetricsSource> = {
        url,
        ...(metricsToken === undefined ? {} : { token: (await readTextFile(metricsToken, maxFileBytes)).trim() }),
        ...(metricsCa === undefined ? {} : { ca: await readTextFile(metricsCa, maxFileBytes) }),
      };
      const client = await connect(self);
      const kept = await client.call({ method: 'PUT', path: sourcePath(name, source), json }, MetricsSource);
      outputOf(self).answer(kept, () => `reading ${url} as ${kept.name} of cluster ${name}`);
    });
  group
    .command('delete')
    .description('read the counters of an API server no more; what was read of it stays')
    .argument('<name>', 'of the cluster')
    .argument('<source>', 'as cluster metrics list has it')
    .action(async (name: string, source: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      await client.call({ method: 'DELETE', path: sourcePath(name, source) }, Empty);
      outputOf(self).answer({ deleted: source }, () => `${source} of cluster ${name} is read no more`);
    });
}

function sourcesPath(name: string): string {
  return `${clusterPath(name)}/metrics-sources`;
}

function sourcePath(name: string, source: string): string {
  return `${sourcesPath(name)}/${encodeURIComponent(source)}`;
}

function textOf(sources: readonly z.output<typeof MetricsSource>[]): string {
  if (sources.length === 0) return 'no metrics are read';
  const columns = [
    { name: 'SOURCE' },
    { name: 'URL' },
    { name: 'TOKEN' },
    { name: 'LAST READ' },
    { name: 'COUNTED', alignRight: true },
    { name: 'LOST', alignRight: true },
    { name: 'REFUSED', alignRight: true },
    { name: 'STATE' },
  ];
  const rows = sources.map(({ name, url, hasToken, lastReadAt, lastDay, error }) => [
    name,
    url ?? 'by its agent',
    hasToken ? 'sealed' : '-',
    lastReadAt ?? '-',
    ...(lastDay ? [lastDay.events, lastDay.errors, lastDay.rejected].map(String) : ['-', '-', '-']),
    error ?? (lastReadAt === null ? 'not read yet' : 'ok'),
  ]);
  return formatTable(columns, rows);
}
