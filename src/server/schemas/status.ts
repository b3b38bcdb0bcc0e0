import { z } from 'zod';

export const Status = z.object({
  version: z.string(),
  journal: z.object({ pendingEvents: z.number(), pendingBytes: z.number() }),
  engine: z.object({ ready: z.boolean(), restarts: z.number() }),
  lagSeconds: z.number(),
  deadLetters: z.number(),
  timeZone: z.string(),
});
