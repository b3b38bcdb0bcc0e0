import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, ApiRequest } from '../../api/client.ts';
import { CliError, unreachable } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { readServerSentEvents } from '../../../base/index.ts';

const firstDelayMs = 500;
const longestDelayMs = 10_000;

/**
 * Gives the events of the server's live tail as JSON, without end. Once it was connected it connects again for as long as it
 * takes; `onLost` is told why it must.
 */
export async function* follow(
  client: ApiClient,
  query: URLSearchParams,
  onLost: (reason: string) => void,
): AsyncGenerator<string, never> {
  const request: ApiRequest = { path: 'api/v1/tail', query, source: query.get('query') ?? '' };
  let response = await client.send(request);
  for (;;) {
    try {
      for await (const { name, data } of readServerSentEvents(bodyOf(response))) if (name === 'audit') yield data;
      onLost('the server ended the connection');
    } catch (error) {
      onLost(unreachable('the connection broke', error).message);
    }
    response = await reconnect(client, request);
  }
}

async function reconnect(client: ApiClient, request: ApiRequest): Promise<Response> {
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    await sleep(delayMs);
    try {
      return await client.send(request);
    } catch (error) {
      if (!(error instanceof CliError) || error.exitCode !== exitCodes.unreachable) throw error;
    }
  }
}

async function* bodyOf(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body) yield* response.body;
}
