import { z } from 'zod';
import { type Said, words } from '../../base/index.ts';

/** What a text is filled in with: values, and parts of the sentence with templates and values of their own. */
const Params: z.ZodType<Said['params']> = z
  .array(
    z.union([
      z.string(),
      z.object({
        template: z.string(),
        get params() {
          return Params;
        },
      }),
    ]),
  )
  .meta({ id: 'TextParams' });

export const Diagnostic = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  template: z.string().exactOptional(),
  params: Params.exactOptional(),
  from: z.number().int().exactOptional(),
  to: z.number().int().exactOptional(),
  line: z.number().int().exactOptional(),
  column: z.number().int().exactOptional(),
  endColumn: z.number().int().exactOptional(),
  hint: z.string().exactOptional(),
  hintTemplate: z.string().exactOptional(),
  hintParams: Params.exactOptional(),
  replacement: z.string().exactOptional(),
});

/** Why something failed. */
export const Failure = z.object({
  code: z.string(),
  message: z.string(),
  template: z.string().exactOptional(),
  params: Params.exactOptional(),
  diagnostics: z.array(Diagnostic).optional(),
});

export const ErrorAnswer = z.object({ error: Failure });

/** RFC 3339, Unix seconds as number or text, or relative to now: `-15m`, `-7d`, `now`. */
export const Time = z.union(
  [z.string().max(64), z.number()],
  words`expected RFC 3339, Unix seconds, or relative to now such as -15m`,
);

/** Names of clusters; left out: all that the caller may see. */
export const ClusterNames = z.array(z.string().max(253)).max(1000);

/** What a name of a cluster or an API token may look like. */
export const Name = z
  .string()
  .min(1)
  .max(253)
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9._@-]*[A-Za-z0-9])?$/,
    words`expected letters, digits and . - _ @, the first and the last a letter or digit`,
  );

/** Actors of the activity log that are no users. */
const otherActors = new Set(['local-admin', 'anonymous', 'whodunit']);

/** The name of a user: of any alphabet. Those of tokens in the activity log have a colon, so that no user passes for one. */
export const UserName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u,
    words`expected 1 to 64 letters, digits and . _ @ -, the first a letter or digit`,
  )
  .refine((name) => !otherActors.has(name.toLowerCase()), words`the activity log means somebody else by this name`);

export const Role = z.enum(['viewer', 'analyst', 'admin']);
/** A token for metrics reads them and nothing else. */
export const TokenRole = z.enum([...Role.options, 'metrics']);

/**
 * What a caller is limited to; null is no limit. Projects and clusters by name, and where both are given, clusters that are in both. Without
 * bodies there are no request and response objects.
 */
export const Limits = z.object({
  projects: z.array(z.string()).nullable(),
  clusters: z.array(z.string()).nullable(),
  namespaces: z.array(z.string()).nullable(),
  bodies: z.boolean(),
});

/** The same as a caller gives it: what is left out is not limited, or stays as it is. */
export const GivenLimits = Limits.partial();

export const Empty = z.object({});
