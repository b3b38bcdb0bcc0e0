import { z } from 'zod';

export const Status = z.object({
  version: z.string(),
  /** Null, as the dead letters, for whoever may not see everything that they count. */
  journal: z.object({ pendingEvents: z.number(), pendingBytes: z.number() }).nullable(),
  engine: z.object({ ready: z.boolean(), restarts: z.number() }),
  lagSeconds: z.number(),
  deadLetters: z.number().nullable(),
  timeZone: z.string(),
});
