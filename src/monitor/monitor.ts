import type { Closeable } from '../platform/index.ts';
import { type AgentReport, keepAgentReport } from './agent-report.ts';
import { type ApiServers, type ApiServersNeeds, openApiServers } from './api-servers.ts';
import {
  type Completeness,
  type CompletenessNeeds,
  completenessOf,
  type CompletenessQuestion,
} from './completeness.ts';
import { type ListedSource, listSources, type MetricsSourceView, viewSources } from './metrics-sources.ts';
import { type SamplerNeeds, startSampler } from './sampler.ts';

/** Watches how well audit comes in. */
export interface Monitor extends Closeable {
  readonly apiServers: ApiServers;
  /** Takes what an agent has read so far, and where it runs. */
  agentReported(clusterId: string, report: AgentReport, host: string): Promise<void>;
  /** Where the counters of a cluster's API servers are read. */
  listSources(clusterId: string): Promise<readonly ListedSource[]>;
  /** The same, and what they say. */
  metricsSources(clusterId: string): Promise<readonly MetricsSourceView[]>;
  completeness(question: CompletenessQuestion): Promise<Completeness>;
}

/** Remembers the API servers, and starts to read their counters. */
export async function startMonitor(needs: SamplerNeeds & CompletenessNeeds & ApiServersNeeds): Promise<Monitor> {
  const apiServers = await openApiServers(needs);
  const sampler = startSampler(needs);
  return {
    completeness: (question) => completenessOf(needs, question),
    listSources: (clusterId) => listSources(needs, clusterId),
    metricsSources: (clusterId) => viewSources({ ...needs, clockOffsetOf: sampler.clockOffsetOf }, clusterId),
    agentReported: (clusterId, report, host) => keepAgentReport(needs, clusterId, report, host),
    apiServers,
    close: async () => {
      await sampler.close();
      await apiServers.close();
    },
  };
}
