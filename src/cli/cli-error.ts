import { AppError, type Diagnostic } from '../base/index.ts';
import { errorCodeOf } from '../platform/index.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Ends a command: what is printed to standard error, and the exit status. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly diagnostics: readonly Diagnostic[];
  /** The file that the diagnostics are about. */
  readonly file: string | undefined;
  /** The text that the diagnostics point into. */
  readonly source: string | undefined;
  /** Milliseconds for which the server asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(exitCode: ExitCode, message: string, options: CliErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.diagnostics = options.diagnostics ?? [];
    this.file = options.file;
    this.source = options.source;
    this.retryAfterMs = options.retryAfterMs;
  }
}

interface CliErrorOptions {
  readonly diagnostics?: readonly Diagnostic[];
  readonly file?: string | undefined;
  readonly source?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Input that was not accepted, with the reasons. */
export function wrongInput(diagnostics: readonly Diagnostic[], file?: string): CliError {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const message = errors.map((error) => error.message).join('; ');
  return new CliError(exitCodes.wrongInput, message, { diagnostics: errors, file });
}

/** The same error with the file that its diagnostics are about. */
export function aboutFile(error: unknown, file: string): unknown {
  if (!(error instanceof CliError)) return error;
  const { exitCode, message, diagnostics, retryAfterMs, cause } = error;
  return new CliError(exitCode, message, { diagnostics, file, retryAfterMs, cause });
}

/** Options that do not go together. */
export function wrongUsage(message: string): CliError {
  return new CliError(exitCodes.wrongUsage, message);
}

/** A file or a server that could not be reached, in the words of the system. */
export function unreachable(message: string, cause: unknown): CliError {
  return new CliError(exitCodes.unreachable, `${message}: ${reasonOf(cause)}`, { cause });
}

/** Also what becomes of plain text that is sent to a server with TLS. */
const cut = 'the connection was cut; a server with TLS is named by https://';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is exceeded',
  EFBIG: 'the file would be too large',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is no directory',
  ELOOP: 'too many symbolic links',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: cut,
  UND_ERR_SOCKET: cut,
  ENOTFOUND: 'no host of that name is known',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed; give --ca FILE to trust it',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an unknown authority; give --ca FILE to trust it',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown authority; give --ca FILE to trust it',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an unknown authority; give --ca FILE to trust it',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; use http://',
};

function reasonOf(cause: unknown): string {
  const code = errorCodeOf(cause);
  if (code !== undefined && reasons[code] !== undefined) return reasons[code];
  return cause instanceof Error ? cause.message : String(cause);
}

/** The exit status for anything that a command may throw; undefined for a bug. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof CliError) return error.exitCode;
  if (error instanceof AppError) return error.retryable ? exitCodes.unreachable : exitCodes.wrongInput;
  return undefined;
}
