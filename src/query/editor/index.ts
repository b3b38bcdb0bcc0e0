export { type CompletedField, completedValue, completeSearch, type SearchCompletion } from './complete-search.ts';
export {
  completeStatement,
  type Completion,
  type CompletionAnswer,
  type CompletionContext,
  type Language,
} from './complete.ts';
export { statementDiagnostics } from './diagnose.ts';
export { functionHelp, type FunctionHelp } from './hover.ts';
