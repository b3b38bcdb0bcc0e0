export type { ApiServers, ApiServerView } from './api-servers.ts';
export type { Completeness } from './completeness.ts';
export { type ListedSource, type MetricsSourceView, sourceOf } from './metrics-sources.ts';
export { type Monitor, startMonitor } from './monitor.ts';
export { tokenId } from './scrape.ts';
