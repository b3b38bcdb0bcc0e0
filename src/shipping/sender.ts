import { EventReader, splitBody } from '../audit/index.ts';
import { type Clock, retry } from '../base/index.ts';
import type { Counts } from './counts.ts';

/** The way to the server. */
export interface Transport {
  /**
   * Sends a body once, under a key by which the server counts it once however often it comes. Gives `unreadable` for a body in
   * which the server can read nothing, and which it keeps as dead letters; throws where it failed.
   */
  post(body: Uint8Array<ArrayBuffer>, key: string): Promise<Counts | 'unreadable'>;
}

/** Sends bodies, and again while the server is busy or away. */
export interface Sender {
  /**
   * Gives what became of the events of a body, after they can be queried. The same key names the same bytes, in every run. May
   * be called for several bodies at once.
   */
  send(body: Uint8Array<ArrayBuffer>, key: string): Promise<Counts>;
}

export interface SenderOptions {
  readonly transport: Transport;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** Told of each failure, and since when the body is tried (Unix milliseconds). Throws to give up; gives the milliseconds that the server asked for, if it did. */
  readonly onFailure: (error: unknown, firstTriedAt: number) => number | undefined;
}

const waits = { firstMs: 500, maxMs: 10_000, random: Math.random };

/** Makes a sender. */
export function createSender({ transport, clock, onFailure }: SenderOptions): Sender {
  return {
    send: async (body, key) => {
      const firstTriedAt = clock.now();
      const onFailed = (error: unknown): number | undefined => onFailure(error, firstTriedAt);
      const answer = await retry(() => transport.post(body, key), { ...waits, clock, onFailure: onFailed });
      return answer === 'unreadable' ? allRejected(body) : answer;
    },
  };
}

function allRejected(body: Uint8Array): Counts {
  const rejected = countUnreadable(body);
  return { read: rejected, stored: 0, duplicates: 0, completed: 0, rejected };
}

/** The number of dead letters that the server makes of a body in which it can read nothing. */
function countUnreadable(body: Uint8Array): number {
  return splitBody(body).pieces.length;
}

/** Whether no event in a body can be read: the server answers 400 to such a body, and to nothing else that is well addressed. */
export function isUnreadable(body: Uint8Array): boolean {
  const reader = new EventReader();
  return splitBody(body).pieces.every((piece) => reader.read(body, piece.from, piece.to, 0) !== undefined);
}
