import { EventReader, splitBody } from '../../../audit/index.ts';
import { retry } from '../../../base/index.ts';
import { systemClock } from '../../../platform/index.ts';
import { StoredAnswer } from '../../../server/schemas/index.ts';
import { type ApiClient, failure } from '../../api/client.ts';
import { clusterPath } from '../../api/cluster-path.ts';
import { CliError } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { Summary } from './summary.ts';

/** A server that restarts, or whose engine does, is back within this; more is for a person to look into. */
const patienceMs = 300_000;
const waits = { firstMs: 500, maxMs: 10_000, random: Math.random };

export interface BodySender {
  /** Sends a body and gives what became of its events, after they can be queried. Counts once, however often it tries. */
  send(body: Uint8Array<ArrayBuffer>): Promise<Summary>;
}

export interface BodySenderOptions {
  readonly client: ApiClient;
  readonly cluster: string;
  /** Names this run of the command: with the number of the body the key by which the server knows a body again. */
  readonly importId: string;
  /** Told why it tries again. */
  readonly onRetry: (reason: string) => void;
}

/** Makes a sender of bodies that tries again while the server is busy or away. */
export function createBodySender({ client, cluster, importId, onRetry }: BodySenderOptions): BodySender {
  let sequence = 0;
  return {
    send: async (body) => {
      const key = `${importId}/${sequence}`;
      sequence += 1;
      const giveUpAt = performance.now() + patienceMs;
      const onFailure = (error: unknown): number | undefined => {
        const mayPass = error instanceof CliError && error.exitCode === exitCodes.unreachable;
        if (!mayPass || performance.now() > giveUpAt) throw error;
        onRetry(error.message);
        return error.retryAfterMs;
      };
      return retry(() => sendOnce(client, cluster, key, body), { ...waits, clock: systemClock, onFailure });
    },
  };
}

async function sendOnce(
  client: ApiClient,
  cluster: string,
  key: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<Summary> {
  const response = await client.fetch({
    method: 'POST',
    path: `${clusterPath(cluster, 'ingest/v1/clusters')}/audit`,
    query: new URLSearchParams({ wait: 'stored' }),
    headers: { 'content-type': 'application/json', 'x-whodunit-import': key },
    body,
  });
  if (response.status === 400) {
    const rejected = countUnreadable(body);
    if (rejected === undefined) throw await failure(response);
    return { read: rejected, stored: 0, duplicates: 0, completed: 0, rejected };
  }
  if (!response.ok) throw await failure(response);
  const { received: read, ...counts } = await client.read(response, StoredAnswer);
  return { read, ...counts };
}

/**
 * The number of dead letters that the server makes of a body in which it can read nothing, which it answers with 400;
 * undefined where an event can be read, so that the 400 is about something else.
 */
function countUnreadable(body: Uint8Array): number | undefined {
  const { pieces, rest } = splitBody(body);
  const reader = new EventReader();
  if (pieces.some((piece) => reader.read(body, piece.from, piece.to, 0) === undefined)) return undefined;
  return pieces.length + (rest ? 1 : 0);
}
