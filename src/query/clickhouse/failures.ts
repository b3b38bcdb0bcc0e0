import { type Diagnostic, type Span, said, worded, type Said } from '../../base/index.ts';
import type { StatementCode } from '../types/index.ts';
import type { Failure } from './emitter.ts';

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
const dataErrors: Readonly<Record<string, { readonly code: StatementCode; readonly message: Said }>> = {
  'several-rows': { code: 'several-rows', message: said`Scalar sub-query has returned multiple rows` },
  'division-by-zero': { code: 'division-by-zero', message: said`Division by zero` },
  'decimal-overflow': { code: 'number-out-of-range', message: said`A decimal number is too large` },
  'out-of-bound': { code: 'number-out-of-range', message: said`A result is too large` },
  'rows-read-limit': { code: 'too-large', message: said`The statement reads more rows than are allowed` },
  'bytes-read-limit': { code: 'too-large', message: said`The statement reads more bytes than are allowed` },
  'answer-limit': { code: 'too-large', message: said`The answer is larger than is allowed` },
  'memory-limit': { code: 'too-large', message: said`The statement needs more memory than is allowed` },
  'set-limit': { code: 'too-large', message: said`A set of the statement is larger than is allowed` },
  'invalid-regular-expression': { code: 'invalid-argument', message: said`A regular expression cannot be read` },
  'not-supported': {
    code: 'unsupported-syntax',
    message: said`The engine does not support what the statement asks for`,
  },
  'too-complex': { code: 'statement-too-complex', message: said`The statement is too complex` },
};

/** The ways in which a statement can fail, as plain data: it crosses into a worker thread and back. */
export interface StatementFailures {
  /** What our own errors begin with. No part of the statement's text holds it. */
  readonly mark: string;
  /** What each of our own errors means, by the number behind the mark. */
  readonly diagnostics: readonly Diagnostic[];
  /** The place of the statement. */
  readonly whole: Span;
}

/** Chooses a mark for the errors of a statement that its text does not hold. */
export function failureMark(text: string): string {
  let free = 0;
  for (const [, digits = ''] of text.matchAll(/whodunit-failure-(\d{1,15})/g))
    free = Math.max(free, Number(digits) + 1);
  return `whodunit-failure-${free}`;
}

/** Says what one of our own errors means. */
export function describeFailure({ code, message, span }: Failure): Diagnostic {
  return { code: codes[code], severity: 'error', ...worded(message), from: span.from, to: span.to };
}

/**
 * Explains an error of the engine that is the statement's or its data's fault; null for any other, which is ours or the
 * machine's. Only what `throwIf` throws, which users cannot call, and only its beginning, is read for our mark: any other message may quote what a user
 * or a client of the cluster wrote.
 */
export function explainFailure(
  { failures }: { readonly failures: StatementFailures },
  error: EngineMessage,
): Diagnostic | null {
  const { mark, diagnostics, whole } = failures;
  if (error.kind === 'thrown') {
    const [, number] = /^(?:Received from [^\s']+ DB::Exception: )?([\w-]+:\d+)(?!\w)/.exec(error.message) ?? [];
    return diagnostics.find((_, index) => `${mark}:${index}` === number) ?? null;
  }
  const known = dataErrors[error.kind];
  return known
    ? { code: known.code, severity: 'error', ...worded(known.message), from: whole.from, to: whole.to }
    : null;
}
