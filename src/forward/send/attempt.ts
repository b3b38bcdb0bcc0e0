import { AppError, cutText, visibleText } from '../../base/index.ts';
import { withoutSecretsOf } from '../../delivery/index.ts';
import { type Clock, type Connector, type HttpClient, reasonOf } from '../../platform/index.ts';
import type { OpenDestination } from '../kept-destinations.ts';
import type { Outcome } from '../outcome.ts';
import { type ParcelEvents, parcelKey } from './parcels.ts';

/** Falco answers late while its queue is full, and goes on by itself. */
const usualMs = 60_000;
/** What is kept of an answer. */
const answerCharacters = 1024;

/** The ways out of the server. */
export interface WaysOut {
  readonly http: HttpClient;
  readonly connector: Connector;
  readonly clock: Clock;
}

/** Tries once to send a parcel. Whatever goes wrong is an outcome, whose answers hold no secret; it rejects with the reason of the signal. */
export async function attempt(
  { http, connector, clock }: WaysOut,
  { type, shape, settings, secrets }: OpenDestination,
  events: ParcelEvents,
  signal: AbortSignal,
): Promise<Outcome> {
  const late = new AbortController();
  const done = new AbortController();
  const deadlineMs = type.deadlineMs?.(settings) ?? usualMs;
  const overdue = clock.sleep(deadlineMs, done.signal).then((): Outcome => {
    const reason = new Error(`it did not answer within ${deadlineMs / 1000} s`);
    late.abort(reason);
    return { kind: 'retry', answer: reason.message };
  });
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: done.signal, once: true });
  });
  const way = { shape, settings, secrets, now: clock.now(), http, connector, clock };
  const parcel = { ...way, events, key: parcelKey(events), signal: AbortSignal.any([signal, late.signal]) };
  try {
    signal.throwIfAborted();
    // A type that does not heed the signal is not waited for either.
    return shown(await Promise.race([type.send(parcel), overdue, ended]), secrets);
  } catch (error) {
    signal.throwIfAborted();
    return shown(outcomeOfFailure(error), secrets);
  } finally {
    done.abort();
  }
}

/** What is never called will not be called the next time; all else may pass. */
function outcomeOfFailure(error: unknown): Outcome {
  const isRefused = error instanceof AppError && error.code === 'destination-refused';
  // What a connection dies of later is told in the same words as why there is none.
  const answer = error instanceof AppError ? error.message : reasonOf(error);
  return { kind: isRefused ? 'stopped' : 'retry', answer };
}

/** The answer is cut last: of a secret that is cut in two a part would stay. */
function shown(outcome: Outcome, secrets: OpenDestination['secrets']): Outcome {
  const clean = (text: string): string => cutText(visibleText(withoutSecretsOf(text, secrets)), answerCharacters).text;
  const answer = clean(outcome.answer);
  if (outcome.kind !== 'sent' || outcome.refused === undefined) return { ...outcome, answer };
  return { ...outcome, answer, refused: outcome.refused.map((one) => ({ ...one, answer: clean(one.answer) })) };
}
