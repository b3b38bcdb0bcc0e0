import { Session } from 'chdb';
import { createSemaphore, said, type Semaphore } from '../base/index.ts';

/**
 * Sessions are kept apart by what they do, so that inserts never wait for a long analysis, nor the killing of one, and no search for
 * a streamed answer, which has its session for as long as its reader takes.
 */
export type SessionKind = 'write' | 'read' | 'stream' | 'control';

/** For those who read, who share them out among callers (analysis/places.ts), and one for the server itself. */
const sizes: Readonly<Record<SessionKind, number>> = { write: 1, read: 11, stream: 8, control: 1 };
/** Statements that may wait for a session of one kind; more are refused. */
const maxWaiting = 256;

/** Sessions that were opened and are not in use: at most as many as the semaphore has free places. */
interface Sessions {
  readonly idle: Session[];
  readonly semaphore: Semaphore;
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
  const sessionsOf = (kind: SessionKind): Sessions => {
    const queue = { task: said`run a statement`, length: maxWaiting };
    return {
      // Of each kind one is there at once; the others are opened when they are needed together.
      idle: [open()],
      semaphore: createSemaphore({ places: sizes[kind], queue }),
    };
  };
  const pools: Readonly<Record<SessionKind, Sessions>> = {
    write: sessionsOf('write'),
    read: sessionsOf('read'),
    stream: sessionsOf('stream'),
    control: sessionsOf('control'),
  };

  return {
    use: (kind, work) => {
      const { idle, semaphore } = pools[kind];
      return semaphore.run(async () => {
        let session = idle.pop() ?? open();
        try {
          return await work(session);
        } catch (error) {
          session.close();
          session = open();
          throw error;
        } finally {
          idle.push(session);
        }
      });
    },
  };
}
