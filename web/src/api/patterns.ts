import type { z } from 'zod';
import { PatternsAnswer } from '../../../src/server/schemas/index.ts';
import { call } from './client.ts';
import type { LogQuery } from './search.ts';

export type Patterns = z.output<typeof PatternsAnswer>;
export type Pattern = Patterns['patterns'][number];

/** What the events of a search have in common, and which of it is new against the period before. */
export function fetchPatterns(query: LogQuery, signal: AbortSignal): Promise<Patterns> {
  return call('POST', '/api/v1/patterns', PatternsAnswer, { body: query, signal });
}
