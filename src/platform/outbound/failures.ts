import { AppError } from '../../base/index.ts';
import { errorCodeOf } from '../files.ts';

/** What is never called. */
export function refused(reason: string): AppError {
  return new AppError('destination-refused', `cannot call destination: ${reason}`);
}

/** An address that the guard does not allow. */
export function refusedAddress(address: string): AppError {
  return refused(
    `its address ${address} is private, loopback or otherwise not of the internet; $WHODUNIT_ALLOW_PRIVATE_DESTINATIONS may list it`,
  );
}

/** What may pass. The URL is not told: paths and queries of webhooks hold secrets. */
export function unreachable(cause: unknown): AppError {
  const reason = errorCodeOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new AppError('destination-unreachable', `cannot call destination: ${reason}`, { cause });
}

/** Fails after a time. The caller clears it. */
export function deadline(ms: number, what: string, fail: (error: AppError) => void): NodeJS.Timeout {
  return setTimeout(() => fail(unreachable(new Error(`${what} after ${ms / 1000} s`))), ms);
}
