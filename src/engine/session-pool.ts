import { Session } from 'chdb';
import { AppError } from '../base/index.ts';

/** Sessions are kept apart by what they do, so that inserts never wait for a long analysis, nor the killing of one. */
export type SessionKind = 'write' | 'read' | 'control';

const sizes: Readonly<Record<SessionKind, number>> = { write: 1, read: 4, control: 1 };
/** Statements that may wait for a session of one kind; more are refused. */
const maxWaiting = 256;

interface KindState {
  readonly idle: Session[];
  readonly waiting: ((session: Session) => void)[];
}

/** A pool of sessions on one directory. One session runs one statement at a time; sessions run side by side. */
export interface SessionPool {
  /**
   * Runs `work` with a session of the kind, waiting for one if need be. A session in which a statement failed is thrown
   * away: what it had already written of its answer would stand before the next one's.
   */
  use<T>(kind: SessionKind, work: (session: Session) => Promise<T>): Promise<T>;
}

/** Opens the directory; it must not be open in another process. */
export function openSessionPool(directory: string, connectionArgs: readonly string[]): SessionPool {
  const open = (): Session => new Session(directory, { connectionArgs });
  const states: Readonly<Record<SessionKind, KindState>> = {
    write: { idle: Array.from({ length: sizes.write }, open), waiting: [] },
    read: { idle: Array.from({ length: sizes.read }, open), waiting: [] },
    control: { idle: Array.from({ length: sizes.control }, open), waiting: [] },
  };

  function giveBack(kind: SessionKind, session: Session): void {
    const next = states[kind].waiting.shift();
    if (next) next(session);
    else states[kind].idle.push(session);
  }

  return {
    async use(kind, work) {
      const state = states[kind];
      if (!state.idle.length && state.waiting.length >= maxWaiting) {
        throw new AppError('too-many-requests', 'cannot run statement: too many are waiting');
      }
      let session = state.idle.pop() ?? (await new Promise<Session>((resolve) => state.waiting.push(resolve)));
      try {
        return await work(session);
      } catch (error) {
        session.close();
        session = open();
        throw error;
      } finally {
        giveBack(kind, session);
      }
    },
  };
}
