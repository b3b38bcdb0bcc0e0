import { AppError, cutText, said, textOf, visibleText } from '../base/index.ts';
import { type Clock, type Connector, type HttpClient, reasonOf } from '../platform/index.ts';
import { withoutSecretsOf } from './dispatch/redact.ts';

/** The ways out of the server. */
export interface WaysOut {
  readonly http: HttpClient;
  readonly connector: Connector;
  readonly clock: Clock;
}

/** What is kept of an answer. */
const answerCharacters = 1024;

export interface CallLimits {
  /** Milliseconds. */
  readonly deadlineMs: number;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Ends the call. */
  readonly signal?: AbortSignal;
}

/** Makes a call that ends in time, whether or not it heeds its signal. Rejects as the call does, with the signal's reason, and when it is late. */
export async function callWithin<T>(
  { deadlineMs, clock, signal }: CallLimits,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const given = new AbortController();
  const done = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    const giveUp = (reason: unknown): void => {
      given.abort(reason);
      reject(reason);
    };
    signal?.addEventListener('abort', () => giveUp(signal.reason), { signal: done.signal, once: true });
    void clock.sleep(deadlineMs, done.signal).then(() => {
      if (!done.signal.aborted) giveUp(new Error(textOf(said`it did not answer within ${deadlineMs / 1000} s`)));
    });
  });
  try {
    signal?.throwIfAborted();
    return await Promise.race([call(given.signal), ended]);
  } finally {
    done.abort();
  }
}

/** Why a call failed. What is never called will not be called the next time; all else may pass. */
export function failureOf(error: unknown): { readonly answer: string; readonly isRefused: boolean } {
  // What a connection dies of later is told in the same words as why there is none.
  const answer = error instanceof AppError ? error.message : textOf(reasonOf(error));
  return { answer, isRefused: error instanceof AppError && error.code === 'destination-refused' };
}

/** An answer as it is kept and shown. It is cut last: of a secret that is cut in two a part would stay. */
export function shownAnswer(answer: string, secrets: Readonly<Record<string, string>>, username?: string): string {
  return cutText(visibleText(withoutSecretsOf(answer, secrets, username)), answerCharacters).text;
}
