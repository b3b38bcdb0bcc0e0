import type { z } from 'zod';
import { HistoryAnswer } from '../../../src/server/schemas/index.ts';
import { call } from './client.ts';
import type { LogQuery } from './search.ts';

export type History = z.output<typeof HistoryAnswer>;
export type HistoryLane = History['lanes'][number];
export type HistoryMark = HistoryLane['marks'][number];

/** What happened to the objects of a search, or what its users did, as lanes over time. */
export function fetchHistory(query: LogQuery, by: 'object' | 'user', signal: AbortSignal): Promise<History> {
  return call('POST', '/api/v1/history', HistoryAnswer, { body: { ...query, by }, signal });
}
