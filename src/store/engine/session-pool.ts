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
  /** Runs `work` with a session of the lane, waiting for one if need be. */
  use<T>(lane: Lane, work: (session: Session) => Promise<T>): Promise<T>;
  close(): void;
}

/** Opens the directory; it must not be open in another process. */
export function openSessionPool(directory: string, connectionArgs: readonly string[]): SessionPool {
  const all: Session[] = [];
  const lanes = new Map<Lane, LaneState>();
  for (const lane of ['write', 'read', 'control'] as const) {
    const idle = Array.from({ length: sizes[lane] }, () => new Session(directory, { connectionArgs }));
    all.push(...idle);
    lanes.set(lane, { idle, waiting: [] });
  }
  return {
    async use(lane, work) {
      const state = lanes.get(lane);
      if (!state) throw new Error('BUG: unknown lane');
      let session = state.idle.pop();
      if (!session) {
        if (state.waiting.length >= maxWaiting)
          throw new AppError('too-many-requests', 'cannot run statement: too many are waiting');
        session = await new Promise<Session>((resolve) => state.waiting.push(resolve));
      }
      try {
        return await work(session);
      } finally {
        const next = state.waiting.shift();
        if (next) next(session);
        else state.idle.push(session);
      }
    },
    close() {
      for (const session of all) session.close();
    },
  };
}
