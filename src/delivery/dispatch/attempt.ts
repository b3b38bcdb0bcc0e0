import { AppError, cutText, visibleText } from '../../base/index.ts';
import type { Clock, Connector, HttpClient } from '../../platform/index.ts';
import type { Outcome, Sending } from '../channel.ts';
import type { OpenChannel } from '../kept-channels.ts';
import type { Message } from '../message.ts';
import { withoutSecretsOf } from './redact.ts';

/** A call that takes longer is given up. */
const deadlineMs = 10_000;
/** What is kept of an answer. */
const answerCharacters = 1024;

/** The ways out of the server. */
export interface WaysOut {
  readonly http: HttpClient;
  readonly connector: Connector;
  readonly clock: Clock;
}

export interface Try {
  readonly message: Message;
  readonly key: string;
  readonly bytes: number;
}

/** Tries once to send a message. It never rejects: whatever goes wrong is an outcome, whose answer holds no secret. */
export async function attempt(out: WaysOut, open: OpenChannel, { message, key, bytes }: Try): Promise<Outcome> {
  return withDeadline(out, open, (sending) => open.type.send({ ...sending, message, key, bytes }));
}

/** Makes a call of a channel within ten seconds. */
export async function withDeadline(
  { http, connector, clock }: WaysOut,
  open: OpenChannel,
  call: (sending: Omit<Sending<unknown>, 'message' | 'key'>) => Promise<Outcome>,
): Promise<Outcome> {
  const { settings, secrets, limits } = open;
  const late = new AbortController();
  const done = new AbortController();
  const overdue = clock.sleep(deadlineMs, done.signal).then((): Outcome => {
    const reason = new Error(`it did not answer within ${deadlineMs / 1000} s`);
    late.abort(reason);
    return { kind: 'retry', answer: reason.message };
  });
  const way = { settings, secrets, now: clock.now(), bytes: limits.bytes, http, connector, clock, signal: late.signal };
  try {
    // A channel that does not heed the signal is not waited for either.
    return shown(await Promise.race([call(way), overdue]), open);
  } catch (error) {
    return shown(outcomeOfFailure(error), open);
  } finally {
    done.abort();
  }
}

/** What is never called will not be called the next time; all else may pass. */
function outcomeOfFailure(error: unknown): Outcome {
  const answer = error instanceof Error ? error.message : String(error);
  const isRefused = error instanceof AppError && error.code === 'destination-refused';
  return { kind: isRefused ? 'failed' : 'retry', answer };
}

/** The answer is cut last: of a secret that is cut in two a part would stay. */
function shown(outcome: Outcome, { secrets, settings }: OpenChannel): Outcome {
  const username: unknown = Object(settings).username;
  const answer = withoutSecretsOf(outcome.answer, secrets, typeof username === 'string' ? username : undefined);
  return { ...outcome, answer: cutText(visibleText(answer), answerCharacters).text };
}
