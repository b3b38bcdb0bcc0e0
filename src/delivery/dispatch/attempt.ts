import type { Outcome, Sending } from '../channel.ts';
import type { OpenChannel } from '../kept-channels.ts';
import type { Message } from '../message.ts';
import { callWithin, failureOf, shownAnswer, type WaysOut } from '../one-call.ts';

/** A call that takes longer is given up. */
const deadlineMs = 10_000;

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
  const way = { settings, secrets, now: clock.now(), bytes: limits.bytes, http, connector, clock };
  try {
    return shown(await callWithin({ deadlineMs, clock }, (signal) => call({ ...way, signal })), open);
  } catch (error) {
    const { answer, isRefused } = failureOf(error);
    return shown({ kind: isRefused ? 'failed' : 'retry', answer }, open);
  }
}

function shown(outcome: Outcome, { secrets, settings }: OpenChannel): Outcome {
  const username: unknown = Object(settings).username;
  return {
    ...outcome,
    answer: shownAnswer(outcome.answer, secrets, typeof username === 'string' ? username : undefined),
  };
}
