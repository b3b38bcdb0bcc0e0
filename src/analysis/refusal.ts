import { AppError, said, type Said } from '../base/index.ts';
import { EngineError, type EngineErrorKind } from '../store/index.ts';

type RefusalCode = 'query-timeout' | 'invalid-query' | 'too-many-requests';

const refusals: Readonly<Partial<Record<EngineErrorKind, { code: RefusalCode; message: Said }>>> = {
  'time-limit': { code: 'query-timeout', message: said`the statement took longer than it may` },
  'too-slow': { code: 'query-timeout', message: said`the statement would take longer than it may` },
  'too-many-statements': { code: 'too-many-requests', message: said`too many statements are waiting; try again later` },
  'memory-limit': { code: 'invalid-query', message: said`the statement needs more memory than it may have` },
  'answer-limit': { code: 'invalid-query', message: said`the answer has more rows than it may have` },
};

/** What is told to whoever asked of an error that a question failed by; undefined where it is a bug, or nobody's business. */
export function refusalOf(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  const refusal = error instanceof EngineError ? refusals[error.kind] : undefined;
  return refusal && new AppError(refusal.code, refusal.message, { cause: error });
}
