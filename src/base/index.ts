export { AppError, errorCodes, type ErrorCode } from './app-error.ts';
export { csvCell } from './csv.ts';
export { type Diagnostic, type DiagnosticDoc, type Severity, type Span, isAccepted } from './diagnostic.ts';
export { invariant, unreachable } from './invariant.ts';
export { type Result, fail, ok } from './result.ts';
