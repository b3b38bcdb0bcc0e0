import { waitAfter } from '../../base/index.ts';
import type { OutboxChange, OutboxEntry } from '../../records/index.ts';
import type { Outcome } from '../channel.ts';
import type { Message } from '../message.ts';
import { waits } from './pace.ts';

/** Room in which no message says anything. */
const leastBytes = 256;

export interface Tried {
  readonly entry: Pick<OutboxEntry, 'attempts' | 'expiresAt'>;
  readonly message: Message;
  readonly outcome: Outcome;
  /** The room that it was tried in. */
  readonly bytes: number;
  readonly now: number;
  readonly random: () => number;
}

/** What becomes of a message after a try. */
export function changeAfter({ entry, message, outcome, bytes, now, random }: Tried): OutboxChange {
  switch (outcome.kind) {
    case 'delivered':
      return message.attachments === undefined ? { state: 'sent' } : { state: 'sent', message: withoutFiles(message) };
    case 'failed':
      return { state: 'dead' };
    case 'too-large':
      return bytes / 2 < leastBytes ? { state: 'dead' } : { state: 'ready', dueAt: now };
    case 'retry': {
      if (now >= entry.expiresAt) return { state: 'dead' };
      const wait = Math.max(waitAfter(entry.attempts, { ...waits, random }), outcome.afterMs ?? 0);
      // The last try comes before it is given up.
      return { state: 'ready', dueAt: Math.min(now + wait, Math.max(entry.expiresAt, now + waits.firstMs)) };
    }
  }
}

/** Files are large, and nobody needs them twice. */
function withoutFiles(message: Message): string {
  return JSON.stringify({ ...message, attachments: undefined });
}
