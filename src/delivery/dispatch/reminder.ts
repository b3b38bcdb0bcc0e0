import { invariant } from '../../base/index.ts';
import type { Records } from '../../records/index.ts';
import type { Outcome } from '../channel.ts';
import type { OpenChannel } from '../kept-channels.ts';
import { readMessage } from '../message.ts';
import type { WaysOut } from '../one-call.ts';
import { withDeadline } from './attempt.ts';

/** Problems that a receiver is reminded of. */
const mostProblems = 5000;

/** Tells a receiver again what is open, where it would forget it. */
export interface Reminder {
  /** Milliseconds until it is told again; Infinity where it need not be. */
  waitMs(open: OpenChannel, now: number): number;
  /** Gives what came of it. */
  remind(open: OpenChannel): Promise<Outcome>;
}

/** Whether the server works again is looked at this often. */
const workMs = 5000;

export interface ReminderNeeds extends WaysOut {
  readonly records: Pick<Records, 'outbox'>;
  /** Whether the server does what it is there for. */
  readonly isWorking: () => boolean;
}

export function createReminder(channel: string, { records, isWorking, ...out }: ReminderNeeds): Reminder {
  let remindedAt = Number.NEGATIVE_INFINITY;
  return {
    waitMs: ({ type: { refresh } }, now) => {
      if (!refresh) return Infinity;
      // A clock that was set back makes nobody wait longer.
      const wait = now < remindedAt ? 0 : Math.max(0, remindedAt + refresh.everyMs - now);
      return wait === 0 && refresh.saysItWorks === true && !isWorking() ? workMs : wait;
    },
    remind: async (open) => {
      const { refresh } = open.type;
      invariant(refresh, `a channel of type "${open.type.type}" is never reminded`);
      const now = out.clock.now();
      remindedAt = now;
      const wanted = { channel, endedSince: now - refresh.endedForMs, limit: mostProblems };
      const told = await records.outbox.problems(wanted);
      return withDeadline(out, open, (way) =>
        refresh.send(
          way,
          told.map(({ message }) => readMessage(message)),
        ),
      );
    },
  };
}
