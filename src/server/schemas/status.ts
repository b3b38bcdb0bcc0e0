import { z } from 'zod';

export const Status = z.object({
  version: z.string(),
  /** Null, as the dead letters, for whoever may not see everything that they count. */
  journal: z.object({ pendingEvents: z.number(), pendingBytes: z.number() }).nullable(),
  engine: z.object({ ready: z.boolean(), restarts: z.number() }),
  /** What was stored and is missing from the store. Null for whoever may not see everything that it counts. */
  /** Events that were acknowledged and that the store cannot take. */
  quarantine: z.object({ batches: z.number(), events: z.number(), bytes: z.number() }).nullable(),
  integrity: z.object({ missingParts: z.number(), missingEvents: z.number() }).nullable(),
  /** Why events are refused at the moment, where they are: there is no room for them. */
  refusing: z.object({ reason: z.string() }).nullable(),
  /** API servers that are silent against their habit, of clusters that the caller sees whole. */
  silent: z.array(z.object({ cluster: z.string(), apiServer: z.string(), since: z.string() })),
  lagSeconds: z.number(),
  deadLetters: z.number().nullable(),
  timeZone: z.string(),
});
