import type { z } from 'zod';
import type { QueryRequest } from '../../../server/schemas/index.ts';
import type { ApiClient } from '../../api/client.ts';
import { absoluteTime } from '../../time.ts';
import { type Answer, readAnswer } from './answer.ts';

/** The most events that the server gives at a time. */
const maxPageSize = 10_000;

export type QueryRequestBody = z.input<typeof QueryRequest>;

/** Asks a query and gives its answer, as several pages where more events are wanted than the server gives at a time. */
export async function* fetchPages(client: ApiClient, request: QueryRequestBody): AsyncGenerator<Answer> {
  const wanted = request.limit ?? 0;
  if (wanted <= maxPageSize) {
    yield await fetchPage(client, request);
    return;
  }
  // Every page is asked over the same range: a relative one would move on meanwhile.
  const now = Date.now();
  const fixed = { ...request, from: absoluteTime(request.from, now), to: absoluteTime(request.to, now) };
  let cursor: string | undefined;
  for (let left = wanted; left > 0;) {
    const limit = Math.min(left, maxPageSize);
    const page = await fetchPage(client, { ...fixed, limit, ...(cursor === undefined ? {} : { cursor }) });
    yield page;
    if (page.kind === 'table' || page.cursor === undefined) return;
    cursor = page.cursor;
    left -= page.events.length;
  }
}

async function fetchPage(client: ApiClient, request: QueryRequestBody): Promise<Answer> {
  const source = request.query ?? '';
  const response = await client.send({ method: 'POST', path: 'api/v1/query', json: request, source });
  return readAnswer(await client.bytes(response));
}
