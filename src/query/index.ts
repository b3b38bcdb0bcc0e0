export { decodeRows, type Value } from './compile/decode-rows.ts';
export {
  type Completion,
  type CompletionAnswer,
  type CompletionContext,
  completeStatement,
  type Language,
} from './compile/editor/complete.ts';
export { statementDiagnostics } from './compile/editor/diagnose.ts';
export { functionHelp, type FunctionHelp } from './compile/editor/hover.ts';
export type { EngineMessage } from './compile/failures.ts';
export { compileQuery } from './compile/query.ts';
export { statementSettings } from './compile/settings.ts';
export { type CompiledStatement, compileStatement, type NamedLog, type StatementContext } from './compile/statement.ts';
export { type DerivedInput, deriveField } from './derived/derived-fields.ts';
export { type FieldReference, resolveField } from './emit/field-reference.ts';
export { type ClusterName, type EmitContext, type FieldExpression, fieldExpression } from './emit/fields.ts';
export { createParameters, type Parameters, type ParameterValue } from './emit/parameters.ts';
export type { Scope, TimeRange } from './scope.ts';
export type { SearchKey, SearchNode, SearchNumber, SearchValue } from './search/ast.ts';
export { compileSearch, type CompiledSearch } from './search/compile.ts';
export { type CompletedField, completedValue, completeSearch, type SearchCompletion } from './search/complete.ts';
export { parseSearch } from './search/parse.ts';
export { printSearch } from './search/print.ts';
export { splitStatement, type StatementPart, type StatementParts } from './search/split.ts';
export { type SearchToken, type SearchTokenKind, searchTokens } from './search/tokens.ts';
