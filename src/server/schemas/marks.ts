import { z } from 'zod';
import { Time } from './common.ts';

/** Something that helps to read the events of a cluster over time. */
const Mark = z.object({ cluster: z.string(), at: z.string() });

/** What somebody wrote beside the events of a cluster. */
export const ClusterNote = Mark.extend({
  id: z.string(),
  text: z.string(),
  writtenBy: z.string(),
  /** Whether the caller may delete it. */
  deletable: z.boolean(),
});

export const NewClusterNote = z.object({ at: Time, text: z.string().trim().min(1).max(500) });

/** `more` says that the range holds more than are told, the latest of each kind. */
export const Marks = z.object({
  notes: z.array(ClusterNote),
  /** When processes of API servers began, as their metrics say: also how a changed audit policy comes into force. */
  restarts: z.array(Mark.extend({ apiServer: z.string() })),
  /** When API servers were silent against their habit; an end of null goes on. */
  gaps: z.array(Mark.extend({ apiServer: z.string(), to: z.string().nullable() })),
  more: z.boolean(),
});
