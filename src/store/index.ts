export { createEngine, type Engine, EngineError, type EngineRows, type StatementOptions } from './engine/client.ts';
export { type EngineAddress, type EngineSupervisor, superviseEngine } from './engine/supervisor.ts';
export { type BatchExtent, createEventWriter, type EventWriter, type StoredTwin } from './events.ts';
export { migrateStore } from './migrate.ts';
export { createEventSearch, type EventSearch } from './event-search.ts';
export { type Credentials, openDictionaries } from './dictionaries.ts';
export { createEventRemover, type EventRemover } from './retention/event-remover.ts';
export { firstKeptDay, type Holding, nextRemoval } from './retention/removal.ts';
export { decodeCursor, type StoredEvent } from './reader/page.ts';
export type { QueryLimits, Selection } from './reader/selection.ts';
export {
  createStatementRunner,
  type RunnableStatement,
  type StatementLimits,
  type StatementRunner,
} from './statements.ts';
export { type BlockLists, parseBlockList, replaceBlockLists } from './block-lists.ts';
export { loadShippedCountries, loadOwnPlaces } from './places.ts';
