export { decodeRows, type Value } from './decode-rows.ts';
export { type EngineMessage, explainFailure, type StatementFailures } from './failures.ts';
export { type CompiledPass, compilePasses } from './one-pass.ts';
export { isDear } from './shared-search.ts';
export { compileQuery, type Query, type QueryContext } from './query.ts';
export { statementSettings } from './settings.ts';
export { type CompiledStatement, compileStatement, defaultStatementRows } from './statement.ts';
export type { NamedLog, StatementContext } from './statement-context.ts';
export { compileTogether, type CompiledTogether } from './together.ts';
