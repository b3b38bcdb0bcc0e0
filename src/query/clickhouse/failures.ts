import type { Diagnostic, Span } from '../../base/index.ts';
import type { StatementCode } from '../types/index.ts';
import { type Failure, failureMark } from './emitter.ts';

/** What the engine said, as far as it is needed here. */
export interface EngineMessage {
  /** The engine's kind of error, as module engine names it. */
  readonly kind: string;
  readonly message: string;
}

const codes: Readonly<Record<Failure['code'], StatementCode>> = {
  DIVISION_BY_ZERO: 'division-by-zero',
  NUMERIC_VALUE_OUT_OF_RANGE: 'number-out-of-range',
  INVALID_CAST_ARGUMENT: 'invalid-cast',
  INVALID_FUNCTION_ARGUMENT: 'invalid-argument',
};

/** Errors of the engine that the statement or its data cause, by kind. */
const dataErrors: Readonly<Record<string, { readonly code: StatementCode; readonly message: string }>> = {
  'several-rows': { code: 'several-rows', message: 'Scalar sub-query has returned multiple rows' },
  'division-by-zero': { code: 'division-by-zero', message: 'Division by zero' },
  'decimal-overflow': { code: 'number-out-of-range', message: 'A decimal number is too large' },
  'out-of-bound': { code: 'number-out-of-range', message: 'A result is too large' },
  'rows-read-limit': { code: 'too-large', message: 'The statement reads more rows than are allowed' },
  'bytes-read-limit': { code: 'too-large', message: 'The statement reads more bytes than are allowed' },
  'answer-limit': { code: 'too-large', message: 'The answer is larger than is allowed' },
  'memory-limit': { code: 'too-large', message: 'The statement needs more memory than is allowed' },
  'set-limit': { code: 'too-large', message: 'A set of the statement is larger than is allowed' },
  'invalid-regular-expression': { code: 'invalid-argument', message: 'A regular expression cannot be read' },
  'not-supported': { code: 'unsupported-syntax', message: 'The engine does not support what the statement asks for' },
  'too-complex': { code: 'statement-too-complex', message: 'The statement is too complex' },
};

/**
 * Explains an error of the engine that is the statement's or its data's fault; null for any other, which is ours or the
 * machine's. `whole` is the place of the statement.
 */
export function explainEngineError(error: EngineMessage, failures: readonly Failure[], whole: Span): Diagnostic | null {
  const mark = new RegExp(`${failureMark}:(\\d+)`).exec(error.message);
  const failure = mark ? failures[Number(mark[1])] : undefined;
  if (failure) {
    const { message, span } = failure;
    return { code: codes[failure.code], severity: 'error', message, from: span.from, to: span.to };
  }
  const known = dataErrors[error.kind];
  return known ? { ...known, severity: 'error', from: whole.from, to: whole.to } : null;
}
