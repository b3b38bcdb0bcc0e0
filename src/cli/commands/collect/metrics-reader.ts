import { createCredentialStore, createMetricsReader, type MetricsReader } from '../../../collect/index.ts';
import { isLoopback } from '../../../platform/index.ts';
import { unreachable, wrongUsage } from '../../cli-error.ts';
import type { CollectCommandOptions } from './index.ts';

/** What reads kube-apiserver's counters, where that is asked for. Throws where a file cannot be read. */
export async function metricsReader(options: CollectCommandOptions): Promise<MetricsReader | undefined> {
  const { apiserverMetrics: url, apiserverMetricsTokenFile: tokenFile, apiserverMetricsCa: caFile } = options;
  if (!url) {
    if (tokenFile === undefined && caFile === undefined) return undefined;
    throw wrongUsage('--apiserver-metrics says of which API server the metrics are');
  }
  if (url.protocol === 'http:' && tokenFile !== undefined && !isLoopback(url.hostname))
    throw wrongUsage('--apiserver-metrics-token-file needs an https URL: else anybody on the way can read the token');
  const credentials = createCredentialStore({ tokenFile, caFile });
  try {
    await credentials.current();
  } catch (error) {
    throw unreachable('cannot read the token or the certificate for --apiserver-metrics', error);
  }
  return createMetricsReader({ url, credentials });
}
