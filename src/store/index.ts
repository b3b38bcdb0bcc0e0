export { createEngine, type Engine, EngineError, type EngineRows, type StatementOptions } from './engine/client.ts';
export { type EngineAddress, type EngineSupervisor, superviseEngine } from './engine/supervisor.ts';
export { type BatchExtent, createEventWriter, type EventWriter, type StoredTwin } from './events.ts';
export { migrateStore } from './migrate.ts';
export {
  createEventSearch,
  decodeCursor,
  type Bucket,
  type EventSearch,
  type FacetValue,
  type PageRequest,
  type QueryLimits,
  type Selection,
  type StoredEvent,
} from './event-reader.ts';
export { createStatementRunner, type RunnableStatement, type StatementRunner } from './statements.ts';
