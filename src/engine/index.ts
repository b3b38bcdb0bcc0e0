export { createEngine, type Engine, type EngineRows, type Settings, type StatementOptions } from './client.ts';
export type { Credentials, Dialect } from './dialect.ts';
export { EngineError, type EngineErrorKind, isPermanent } from './errors.ts';
export { type EngineOptions, type RunningEngine, startEngine } from './health.ts';
export { sqlText } from './statement.ts';
export { type EngineAddress, type EngineSupervisor, superviseEngine } from './supervisor.ts';
