import type { ApiClient, ApiRequest } from '../../api/client.ts';
import { CliError, unreachable } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { readServerSentEvents, retry } from '../../../base/index.ts';
import { systemClock } from '../../../platform/index.ts';
import { TailStatus } from '../../../server/schemas/index.ts';

const waits = { firstMs: 500, maxMs: 10_000, random: Math.random };

/** What the one who prints is told beside the events. */
export interface TailNotes {
  /** Why the connection must be made again. */
  readonly onLost: (reason: string) => void;
  /** Events came faster than they were taken, and some were left out. */
  readonly onSkipped: () => void;
}

/**
 * Gives the events of the server's live tail as JSON, without end. Once it was connected it connects again for as long as it
 * takes.
 */
export async function* follow(
  client: ApiClient,
  query: URLSearchParams,
  { onLost, onSkipped }: TailNotes,
): AsyncGenerator<string, never> {
  const request: ApiRequest = { path: 'api/v1/tail', query, source: query.get('query') ?? '' };
  let response = await client.send(request);
  for (;;) {
    try {
      for await (const { name, data } of readServerSentEvents(bodyOf(response))) {
        if (name === 'audit') yield data;
        else if (name === 'status' && hasSkipped(data)) onSkipped();
      }
      onLost('the server ended the connection');
    } catch (error) {
      onLost(unreachable('the connection broke', error).message);
    }
    response = await reconnect(client, request);
  }
}

/** Whether a status says that events were left out. What is none says nothing. */
function hasSkipped(data: string): boolean {
  return data.startsWith('{') && TailStatus.safeParse(JSON.parse(data)).data?.skipped === true;
}

async function reconnect(client: ApiClient, request: ApiRequest): Promise<Response> {
  // Also a server that takes each connection and ends it is left alone for a while.
  await systemClock.sleep(waits.firstMs);
  const onFailure = (error: unknown): number | undefined => {
    if (!(error instanceof CliError) || error.exitCode !== exitCodes.unreachable) throw error;
    return error.retryAfterMs;
  };
  return retry(() => client.send(request), { ...waits, clock: systemClock, onFailure });
}

async function* bodyOf(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body) yield* response.body;
}
