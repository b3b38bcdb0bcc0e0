/** What the store's calls reject with. */
export { EngineError, type EngineErrorKind, isPermanent } from '../engine/index.ts';
export { type BatchExtent, createEventWriter, type EventWriter, type StoredTwin } from './events.ts';
export { migrateStore } from './migrate.ts';
export { prepareStore } from './prepare.ts';
export { type ClusterActivity, createEventSearch, type EventSearch } from './event-search.ts';
export { createEventRemover, type EventRemover } from './retention/event-remover.ts';
export { type Retention, startRetention } from './retention/retention.ts';
export { decodeCursor, type StoredEvent } from './reader/page.ts';
export type { Pattern, PatternOutcome } from './reader/patterns.ts';
export type { ReceivedAfter, ReceivedPage, ReceivedRequest } from './reader/received.ts';
export type { QueryLimits, Selection } from './reader/selection.ts';
export {
  createStatementRunner,
  type RunnableStatement,
  type StatementLimits,
  type StatementRunner,
} from './statements.ts';
export { bytesOf, type DayStorage, sumOf } from './storage/apportion.ts';
export { type ForecastBasis, forecastOf, fullInDays } from './storage/forecast.ts';
export { createStorageMeter, type StorageMeter } from './storage/meter.ts';
export { createReferenceData, type ReferenceData } from './reference/reference-data.ts';
export { warmReferenceData } from './reference/warmer.ts';
export { createMendingEngine, type MendingEngine } from './integrity/damage.ts';
export { createIntegrity, type Integrity, type Losses } from './integrity/integrity.ts';
export { dayOf, type Manifest, openManifest, type StoredChange } from './integrity/manifest.ts';
export { type IntegrityWatch, watchIntegrity } from './integrity/watch.ts';
export type { Facet, FacetExpression } from './reader/facet.ts';
