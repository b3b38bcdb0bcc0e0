export { aheadMs, eventsPerSecond, gapSince, type Heard, silenceMs } from './api-server.ts';
export { type AuditMetrics, readAuditMetrics } from './audit-metrics.ts';
export { incompletenessReasons, ratioOf, type Ratio } from './completeness.ts';
export { type CounterSeries, type Expected, expectedOf, type Period } from './expected.ts';
export { type Fleet, hearIn, ownerIn, requestsIn } from './fleet.ts';
export { joinSameProcess } from './same-process.ts';
export { lossesOf } from './losses.ts';
export { leftOutBy, type UnfinishedReason, unfinishedReasons } from './hours.ts';
export { OpenRequests } from './open-requests.ts';
