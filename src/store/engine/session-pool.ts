import { Session } from 'chdb';
import { AppError } from '../../base/index.ts';

/** Sessions are kept apart by what they do, so that inserts never wait for a long analysis, nor the killing of one. */
export type Lane = 'write' | 'read' | 'control';

const sizes: Readonly<Record<Lane, number>> = { write: 1, read: 4, control: 1 };
/** Statements that may wait for a session of a lane; more are refused. */
const maxWaiting = 256;

interface LaneState {
  readonly idle: Session[];
  readonly waiting: ((session: Session) => void)[];
}

/** A pool of sessions on one directory. One session runs one statement at a time; sessions run side by side. */
export interface SessionPool {
  /**
   * Runs `work` with a session of the lane, waiting for one if need be. A session in which a statement failed is thrown
   * away: what it had already written of its answer would stand before the next one's.
   */
  use<T>(lane: Lane, work: (session: Session) => Promise<T>): Promise<T>;
}

/** Opens the directory; it must not be open in another process. */
export function openSessionPool(directory: string, connectionArgs: readonly string[]): SessionPool {
  const open = (): Session => new Session(directory, { connectionArgs });
  const lanes: Readonly<Record<Lane, LaneState>> = {
    write: { idle: Array.from({ length: sizes.write }, open), waiting: [] },
    read: { idle: Array.from({ length: sizes.read }, open), waiting: [] },
    control: { idle: Array.from({ length: sizes.control }, open), waiting: [] },
  };

  function giveBack(lane: Lane, session: Session): void {
    const next = lanes[lane].waiting.shift();
    if (next) next(session);
    else lanes[lane].idle.push(session);
  }

  return {
    async use(lane, work) {
      const state = lanes[lane];
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
        giveBack(lane, session);
      }
    },
  };
}
