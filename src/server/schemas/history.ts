import { z } from 'zod';
import { Diagnostic } from './common.ts';
import { Selection } from './query.ts';

export const HistoryRequest = Selection.extend({
  /** Lanes of the objects of the events, with all that changed them, or of the users. */
  by: z.enum(['object', 'user']).default('object'),
});

/** An object; `namespace` is empty for one that is in none, `name` where all of a resource is meant or the policy kept none. */
export const HistoryObject = z.object({
  cluster: z.string(),
  apiGroup: z.string(),
  resource: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/** A field that a change changed. Left out: it was not there, or is not known, or is gone. Texts are cut. */
export const HistoryChange = z.object({
  path: z.string(),
  before: z.string().exactOptional(),
  after: z.string().exactOptional(),
});

export const HistoryMark = z.object({
  /** The event's audit id, a slash, and its stage. */
  id: z.string(),
  at: z.string(),
  user: z.string(),
  /** Whom the user acted as. */
  actedAs: z.string().exactOptional(),
  verb: z.string(),
  subresource: z.string(),
  code: z.number().nullable(),
  dryRun: z.boolean(),
  /** Whether the search finds it; else it is told since it changed what the search is about. */
  found: z.boolean(),
  /** What the policy kept of the object: all of it, what was asked for, or nothing. */
  body: z.enum(['whole', 'partial', 'none']),
  /** In the lane of a user. */
  object: HistoryObject.exactOptional(),
  /** The first of what it changed, as far as bodies tell. */
  changes: z.array(HistoryChange),
  changeCount: z.number(),
});

/** A stretch of time; `to` is null where it goes on. */
const Span = z.object({ from: z.string(), to: z.string().nullable() });

export const HistoryLane = z.object({
  kind: z.enum(['object', 'user']),
  /** Of the lane of a user. */
  user: z.string().exactOptional(),
  object: HistoryObject.exactOptional(),
  found: z.boolean(),
  /** What the object belongs to, as it says itself or as names alone tell. */
  owner: z.object({ object: HistoryObject, by: z.enum(['reference', 'name']) }).exactOptional(),
  /** Steps below the uppermost owner that has a lane, which stands before it. */
  depth: z.number(),
  /** When the object was there; `assumed` where its beginning is not recorded. */
  existence: z.array(Span.extend({ state: z.enum(['exists', 'deleting']), assumed: z.boolean() })),
  conditions: z.array(
    z.object({ type: z.string(), spans: z.array(Span.extend({ status: z.string(), reason: z.string() })) }),
  ),
  marks: z.array(HistoryMark),
  /** Marks that are not given, where there are too many. */
  marksLeft: z.number(),
});

export const HistoryAnswer = z.object({
  from: z.string(),
  to: z.string(),
  /** From when on everything is told: later than `from` where there are more events than are read. */
  knownFrom: z.string(),
  /** Events that the search finds, and how many of them were read. */
  total: z.number(),
  read: z.number(),
  /** Whether the caller may see bodies: without them there are no conditions, owners and changes. */
  bodies: z.boolean(),
  lanes: z.array(HistoryLane),
  /** Lanes that are not given, where there are too many. */
  lanesLeft: z.number(),
  warnings: z.array(Diagnostic),
});
