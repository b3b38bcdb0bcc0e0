import { words } from '../../base/index.ts';
import { z } from 'zod';
import { setupBackends, setupPolicies, setupWays, stepNotes, stepPlaces, stepTitles } from '../../setup/choices.ts';

/** What the steps are for. */
export const SetupQuestion = z.object({
  /** How kube-apiserver is run. */
  for: z.enum(setupWays),
  backend: z.enum(setupBackends),
  /** Left out: `registered` of a registered cluster, else `ack`. */
  policy: z.enum(setupPolicies).optional(),
  /** One of the cluster, which is not kept; left out, `INGEST_TOKEN` stands for it. */
  ingestToken: z
    .string()
    .regex(/^[\w-]{1,200}$/, words`expected a token of the cluster`)
    .optional(),
});

export const SetupStep = z.object({
  title: z.enum(stepTitles),
  place: z.enum(stepPlaces),
  /** To be there before the commands run. */
  files: z.array(
    z.object({
      path: z.string(),
      text: z.string(),
      /** It holds the token. */
      isSecret: z.boolean(),
      /** Lines for a shell that write it. */
      writeCommand: z.string(),
    }),
  ),
  /** Lines for a shell, of `set-flags` the flags; empty where there are none. */
  commands: z.string(),
  notes: z.array(z.enum(stepNotes)),
});

export const Setup = z.object({
  /** Where the control plane reaches this server. */
  server: z.string(),
  policy: z.enum(setupPolicies),
  steps: z.array(SetupStep),
});

/** Why something that came was not taken. */
export const RefusalReason = z.enum([
  'token-missing',
  'token-unknown',
  'credentials-of-another',
  'cluster-unknown',
  'cluster-disabled',
  'quota-reached',
  'unreadable',
  'too-large',
  'no-room',
  'failed',
  'path-unknown',
  'certificate-not-trusted',
  'tls-failed',
  'tls-given-up',
  'http-to-https',
  'https-to-http',
]);

/** What came from an address and was not taken, since the server started and within a day. */
export const Refused = z.object({
  reason: RefusalReason,
  address: z.string(),
  times: z.number(),
  firstAt: z.string(),
  lastAt: z.string(),
});

/** What came for a cluster. */
export const Arrivals = z.object({
  /** Events that can be queried; null while nobody knows. */
  events: z.number().nullable(),
  lastEventAt: z.string().nullable(),
  /** Who sent what was taken, since the server started and within a day: an address, or the host that an agent names. */
  taken: z.array(z.object({ source: z.string(), events: z.number(), firstAt: z.string(), lastAt: z.string() })),
  refused: z.array(Refused),
  /** What names no cluster that is there; null for whoever does not administer the whole server. */
  ofNobody: z.array(Refused).nullable(),
});
