import { callWithin, failureOf, shownAnswer, type WaysOut } from '../../delivery/index.ts';
import type { HttpClient } from '../../platform/index.ts';
import type { OpenDestination } from '../kept-destinations.ts';
import type { Outcome } from '../outcome.ts';
import { type ParcelEvents, parcelKey } from './parcels.ts';

/** Falco answers late while its queue is full, and goes on by itself. */
const usualMs = 60_000;

/** Tries once to send a parcel. Whatever goes wrong is an outcome, whose answers hold no secret; it rejects with the reason of the signal. */
export async function attempt(
  { http, connector, clock }: WaysOut,
  { type, shape, settings, secrets }: OpenDestination,
  events: ParcelEvents,
  signal: AbortSignal,
): Promise<Outcome> {
  const deadlineMs = type.deadlineMs?.(settings) ?? usualMs;
  const patient: HttpClient = {
    send: (request) => http.send({ patienceMs: deadlineMs, whenLonger: 'cut', ...request }),
  };
  const way = { shape, settings, secrets, now: clock.now(), http: patient, connector, clock };
  const parcel = { ...way, events, key: parcelKey(events) };
  try {
    const sending = callWithin({ deadlineMs, clock, signal }, (ends) => type.send({ ...parcel, signal: ends }));
    return shown(await sending, { settings, secrets });
  } catch (error) {
    signal.throwIfAborted();
    const { answer, isRefused } = failureOf(error);
    return shown({ kind: isRefused ? 'stopped' : 'retry', answer }, { settings, secrets });
  }
}

function shown(outcome: Outcome, { settings, secrets }: Pick<OpenDestination, 'settings' | 'secrets'>): Outcome {
  const username: unknown = Object(settings).username;
  const clean = (text: string): string =>
    shownAnswer(text, secrets, typeof username === 'string' ? username : undefined);
  const answer = clean(outcome.answer);
  if (outcome.kind !== 'sent' || outcome.refused === undefined) return { ...outcome, answer };
  return { ...outcome, answer, refused: outcome.refused.map((one) => ({ ...one, answer: clean(one.answer) })) };
}
