import type { Transaction } from '../records/index.ts';
import { boundedMessage } from './bounds.ts';
import type { Message } from './message.ts';

/** What fails for so long is given up. */
export const giveUpAfterMs = 24 * 3_600_000;

/** A message for a channel, on its way to the outbox. */
export interface NewDelivery {
  /** Unique for ever and at most 255 characters: the same again is not taken. The other side is told it as well, so that it tells repeats apart. */
  readonly key: string;
  /** The name of a channel. One that does not exist makes a dead letter. */
  readonly channel: string;
  /** What has to arrive in the order in which it was put here. */
  readonly sequence: string;
  readonly message: Message;
  /** JSON of what the message shows at most: who does not cover it does not see the delivery. */
  readonly scope: string;
  /** Unix milliseconds: not sent before. */
  readonly dueAt: number;
}

/**
 * Puts a message into the outbox, within the transaction that holds what caused it. Gives false where the key is known. After the
 * transaction, `Delivery.wake` sends what is due.
 */
export function enqueue({ outbox }: Transaction, { message, ...delivery }: NewDelivery): boolean {
  const { kind, severity, problem, about } = message;
  const expiresAt = delivery.dueAt + giveUpAfterMs;
  const entry = {
    ...delivery,
    kind,
    severity,
    problem,
    about,
    message: JSON.stringify(boundedMessage(message)),
    expiresAt,
  };
  return outbox.add(entry) !== undefined;
}
