import { z } from 'zod';
import { Diagnostic, Time } from './common.ts';

const Iso = z.string();

/** A range that is sent again. */
export const DestinationReplay = z.object({
  id: z.number().int(),
  from: Iso,
  to: Iso,
  sent: z.number().int(),
  rejected: z.number().int(),
  startedBy: z.string(),
  startedAt: Iso,
  /** Null while it goes on. */
  endedAt: Iso.nullable(),
  /** Who has ended it before all was sent. */
  cancelledBy: z.string().nullable(),
  /** Receipt up to which everything was looked at; null while nothing was. */
  reachedAt: Iso.nullable(),
});

/** What is kept of a destination, and how it fares. Of its secrets it says which there are, and of an address its host. */
export const Destination = z.object({
  name: z.string(),
  type: z.string(),
  filter: z.string(),
  /** Names; null: all. */
  clusters: z.array(z.string()).nullable(),
  shape: z.string(),
  /** Of the resources whose bodies are never sent those whose bodies are sent all the same. */
  bodies: z.array(z.string()),
  /** What is taken out before an event is sent. */
  redact: z.array(
    z.object({
      resources: z.array(z.string()).optional(),
      fields: z.array(z.string()).optional(),
      pattern: z.string().optional(),
    }),
  ),
  /** For so many days at most events stay beyond their retention while they were not sent. */
  holdBackDays: z.number().int(),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.array(z.object({ name: z.string(), host: z.string().optional() })),
  savedBy: z.string(),
  savedAt: Iso,
  /** Events received that it was not asked to take yet; null while the engine cannot say. */
  lagEvents: z.number().int().nullable(),
  /** Age of the oldest event that it has not had yet. */
  lagSeconds: z.number(),
  sent: z.number().int(),
  /** Refused by it; see `…/rejected`. */
  rejected: z.number().int(),
  /** Removed by retention before they were sent. */
  lost: z.number().int(),
  /** Refused ones that are kept, to be looked at and sent again. */
  deadLetters: z.number().int(),
  /** Events that it took, of the last minute. */
  eventsPerSecond: z.number(),
  /** Calls since the server started that came to nothing and were made again. */
  retries: z.number().int(),
  /** Who has paused it and when; null where nobody has. */
  paused: z.object({ by: z.string(), at: Iso }).nullable(),
  /** What it said last, where it takes nothing at the moment. */
  lastError: z.string().nullable(),
  /** Since when it takes nothing, and whether somebody has to mend something. */
  failing: z.object({ since: Iso, stopped: z.boolean() }).nullable(),
  replays: z.array(DestinationReplay),
});

export const DestinationList = z.object({ items: z.array(Destination) });

/** Of a file of destinations. */
export const destinationFileBytes = 1 << 20;

/** Destinations as a file has them, or one as a form. A secret that is left out stays as it is. */
export const GivenDestinations = z.union([
  z.strictObject({ yaml: z.string().max(destinationFileBytes) }),
  z.looseObject({ name: z.string(), type: z.string() }),
]);

export const AppliedDestinations = z.object({ items: z.array(Destination), diagnostics: z.array(Diagnostic) });

/** The forms of destinations, as JSON Schema, with the shapes that each takes; `common` is what any of them may be told besides. */
export const DestinationTypes = z.object({
  common: z.record(z.string(), z.unknown()),
  items: z.array(
    z.object({
      type: z.string(),
      shapes: z.array(z.string()),
      settings: z.record(z.string(), z.unknown()),
      secrets: z.array(
        z.object({
          name: z.string(),
          required: z.boolean(),
          neededBy: z.string().exactOptional(),
          schema: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
});

/** What is wrong with a file of destinations, and the names of those without an error. */
export const CheckedDestinations = z.object({ names: z.array(z.string()), diagnostics: z.array(Diagnostic) });

/** How many of the newest events are looked at. */
export const DryRunQuery = z.object({ events: z.coerce.number().int().min(1).max(20).default(3) });

/** What a destination would be sent of the newest events that its filter finds. */
export const DestinationDryRun = z.object({
  name: z.string(),
  /** In order of receipt. */
  events: z.array(
    z.object({
      cluster: z.string(),
      auditID: z.string(),
      time: Iso,
      receivedAt: Iso,
      /** Something was taken out of it. */
      redacted: z.boolean(),
      /** Why it would be set aside without asking; null where it would be sent. */
      setAside: z.string().nullable(),
    }),
  ),
  calls: z.array(
    z.object({
      /** How many events it has. */
      events: z.number().int(),
      /** Null where the protocol is not HTTP. */
      method: z.string().nullable(),
      /** Of an address that is secret the host alone. */
      url: z.string().nullable(),
      headers: z.record(z.string(), z.string()),
      compression: z.enum(['gzip', 'zstd', 'deflate']).nullable(),
      /** Of the body, as it would be sent. */
      bytes: z.number().int(),
      /** The body before compression; of one that is no text its events in their shape. */
      body: z.string(),
      /** Of a larger body the beginning is given. */
      cut: z.boolean(),
    }),
  ),
  /** Names of the secrets that the calls would have besides. */
  withheld: z.array(z.string()),
});

export const DestinationDryRuns = z.object({
  items: z.array(DestinationDryRun),
  diagnostics: z.array(Diagnostic),
});

/** What the other side said to a test event. */
export const DestinationTest = z.object({
  outcome: z.enum(['sent', 'retry', 'refused', 'too-large', 'stopped']),
  status: z.number().optional(),
  answer: z.string(),
});

/** What was received or happened in `[from, to)`. */
export const DestinationReplayRequest = z.strictObject({ from: Time, to: Time });

export const RejectedQuery = z.object({
  cursor: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** An event that a destination refused. It is in the store all the same. */
export const RejectedEvent = z.object({
  id: z.number().int(),
  at: Iso,
  /** Name of the cluster; its id where the cluster is gone. */
  cluster: z.string(),
  auditID: z.string(),
  receivedAt: Iso,
  status: z.number().nullable(),
  /** What the destination said, or why it was not asked. */
  answer: z.string(),
});

/** Which of them are sent again, in this order. */
export const ResendRequest = z.strictObject({ ids: z.array(z.number().int()).min(1).max(100) });

/** What became of those that were tried. What is sent is no dead letter any more. */
export const ResentList = z.object({
  items: z.array(
    z.object({
      id: z.number().int(),
      /** `missing`: the store has it no more, or the filter or the clusters leave it out by now. */
      outcome: z.enum(['sent', 'retry', 'refused', 'too-large', 'stopped', 'missing']),
      status: z.number().nullable(),
      answer: z.string(),
    }),
  ),
});

export const RejectedList = z.object({ items: z.array(RejectedEvent), cursor: z.string().optional() });
