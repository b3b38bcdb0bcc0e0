import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { refusalOf, RejectedStatement } from '../../analysis/index.ts';
import {
  AppError,
  type Diagnostic,
  errorCodes,
  messageOf,
  type Result,
  type Said,
  said,
  worded,
} from '../../base/index.ts';
import type { Logger } from '../../platform/index.ts';
import { isDiskFull } from '../../records/index.ts';

/** What a user wrote is wrong, or the call itself with `bad-request`: answered 400 with diagnostics. */
export class RejectedInput extends AppError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], code: 'invalid-query' | 'bad-request' = 'invalid-query') {
    const first = diagnostics.find((diagnostic) => diagnostic.severity === 'error') ?? diagnostics[0];
    super(code, first ? messageOf(first) : said`the input was refused`);
    this.diagnostics = diagnostics;
  }
}

/** The call itself is wrong, in a way that its schema does not say. */
export function badRequest(message: Said): RejectedInput {
  return new RejectedInput([{ code: 'invalid-request', severity: 'error', ...worded(message) }], 'bad-request');
}

/** The value of what was asked, and its warnings. Throws RejectedInput where there is none. */
export function accepted<T>(result: Result<T>): { readonly value: T; readonly warnings: readonly Diagnostic[] } {
  if (!result.ok) throw new RejectedInput(result.diagnostics);
  return { value: result.value, warnings: result.diagnostics };
}

function diagnosticsOf(error: AppError): readonly Diagnostic[] | undefined {
  if (error instanceof RejectedInput) return error.diagnostics;
  return error instanceof RejectedStatement ? [error.diagnostic] : undefined;
}

/** Seconds after which a refused webhook may try again: the API server's own backoff starts at ten. */
const retryAfterSeconds = 5;

function known(error: FastifyError | Error): AppError | undefined {
  const refusal = refusalOf(error);
  if (refusal) return refusal;
  if (isDiskFull(error)) return new AppError('disk-full', said`cannot write: the disk has no room`, { cause: error });
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return new AppError('too-large', said`the body is larger than it may be`);
  if (status === 429) return new AppError('too-many-requests', said`too many requests; try again later`);
  if (status !== undefined && status >= 400 && status < 500) return new AppError('bad-request', error.message);
  return undefined;
}

/** Answers an error as `{error: {code, message, diagnostics?}}`. Nothing of an unknown error reaches the caller. */
export function sendError(
  logger: Logger,
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const found = known(error);
  const isGone = reply.raw.destroyed;
  if (!found && !isGone)
    logger.error({ err: error, method: request.method, url: request.url }, 'cannot answer a request');
  // A failing disk is the operator's to see, whoever is told of it by 503.
  if (found?.code === 'journal-unavailable' && found.cause !== undefined)
    logger.error({ err: found.cause }, 'the disk of the journal failed');
  const answer = found ?? new AppError('internal', said`something went wrong in the server; its log says what`);
  const { status, retryable } = errorCodes[answer.code];
  // A route that knows better has said so.
  if (retryable && (status === 503 || status === 429) && !reply.hasHeader('retry-after'))
    void reply.header('retry-after', String(retryAfterSeconds));
  void reply.code(status).send(errorBody(answer));
}

/** An error in the shape of the contract. */
export function errorBody(error: AppError) {
  const diagnostics = diagnosticsOf(error);
  return { error: { code: error.code, ...worded(error.text), ...(diagnostics ? { diagnostics } : {}) } };
}
