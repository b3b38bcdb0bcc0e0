import { z } from 'zod';
import { Diagnostic } from './common.ts';
import { Selection } from './query.ts';

export const PatternsRequest = Selection.extend({
  /** So many of the most frequent, and so many of those that the period before did not have. */
  limit: z.number().int().min(1).max(500).default(100),
});

/** Events that have all of this in common. A text is empty where they lack the field. */
export const FoundPattern = z.object({
  /** The search that finds them among those of the question. */
  query: z.string(),
  userKind: z.string(),
  verb: z.string(),
  apiGroup: z.string(),
  resource: z.string(),
  subresource: z.string(),
  /** Namespace and name of the object, `*` for digits and what was generated; null where there are several. */
  namespace: z.string().nullable(),
  name: z.string().nullable(),
  /** Different ones. */
  namespaces: z.number(),
  names: z.number(),
  /** Of requests about no resource. */
  pathKind: z.string(),
  outcome: z.enum(['ok', 'refused', 'failed', 'none']),
  count: z.number(),
  /** Of all events of the question. */
  share: z.number(),
  countBefore: z.number(),
  /** The period before has events, and none of these. */
  new: z.boolean(),
  /** Different ones, about. */
  users: z.number(),
  first: z.string(),
  last: z.string(),
  /** The latest of the events; long texts are cut. */
  sample: z.object({
    /** The event's audit id, a slash, and its stage. */
    id: z.string(),
    cluster: z.string(),
    user: z.string(),
    namespace: z.string(),
    name: z.string(),
    uri: z.string(),
    code: z.number().nullable(),
  }),
});

export const PatternsAnswer = z.object({
  from: z.string(),
  to: z.string(),
  /** Events of the question. */
  total: z.number(),
  /** The period of the same length before it, and its events. */
  before: z.object({ from: z.string(), to: z.string(), total: z.number() }),
  /** The most frequent first. */
  patterns: z.array(FoundPattern),
  /** Patterns that there are, also those that are not given. */
  distinct: z.number(),
  warnings: z.array(Diagnostic),
});
