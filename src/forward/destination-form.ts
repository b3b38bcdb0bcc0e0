import { z } from 'zod';
import { KeptName } from '../delivery/index.ts';
import { RedactRule } from '../redaction/index.ts';
import { guardedBodies } from './guarded-bodies.ts';
import { shapeNames } from './shapes/registry.ts';

/** What every destination is told, whatever its type. */
export const DestinationHead = z.object({
  kind: z.literal('Destination'),
  name: KeptName,
  type: z.string(),
  filter: z
    .string()
    .max(8192)
    .default('')
    .describe('A search: what it does not find is not sent. Left out: everything'),
  clusters: z
    .array(z.string().min(1).max(253))
    .min(1)
    .max(1000)
    .exactOptional()
    .describe('Names of the clusters whose events are sent. Left out: all'),
  shape: z
    .enum(shapeNames)
    .exactOptional()
    .describe('How an event is written. Left out: the first of those that the type takes'),
  bodies: z
    .array(z.enum(guardedBodies))
    .max(guardedBodies.length)
    .default([])
    .describe('Of the resources whose bodies are never sent those whose bodies are sent all the same'),
  holdBackDays: z
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(0)
    .describe('For so many days at most events stay beyond their retention while they were not sent'),
  redact: z.array(RedactRule).max(50).default([]).describe('What is taken out before an event is sent'),
});

/** What is kept of it beside name and type. */
export const KeptHead = DestinationHead.omit({ kind: true, name: true, type: true });
export type KeptHead = z.output<typeof KeptHead>;

/** What any destination may be told that no form of a page asks for by itself. */
export const CommonMembers = KeptHead.pick({ bodies: true, redact: true, holdBackDays: true });
