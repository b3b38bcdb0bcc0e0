export { AppError, errorCodes, type ErrorCode } from './app-error.ts';
export { csvCell, csvLine, csvValue } from './csv.ts';
export { type Diagnostic, type DiagnosticDoc, type Severity, type Span, isAccepted } from './diagnostic.ts';
export { invariant, unreachable } from './invariant.ts';
export { ownsMemory, releaseMemory } from './memory.ts';
export { type Result, fail, ok } from './result.ts';
export { uniqueNames } from './unique-names.ts';
