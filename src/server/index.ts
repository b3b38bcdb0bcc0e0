export {
  createAuthenticator,
  createPasswordHasher,
  createSignIn,
  ensureAdminToken,
  ensureFirstUser,
  ensureSelfSigned,
  type FirstSignIn,
  readAuthorities,
} from './auth/index.ts';
export { type Arrivals, createArrivals } from './http/arrivals.ts';
export type { ServerContext } from './http/context.ts';
export { createIngestMetrics, type IngestMetrics } from './http/metrics.ts';
export { createMetricsServer } from './http/metrics-server.ts';
export { createHttpServer, type HttpServer, type TlsFiles } from './http/server.ts';
export { allRoutes } from './routes/index.ts';
