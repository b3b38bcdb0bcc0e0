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
        z.object({ name: z.string(), required: z.boolean(), schema: z.record(z.string(), z.unknown()) }),
      ),
    }),
  ),
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

export const RejectedList = z.object({ items: z.array(RejectedEvent), cursor: z.string().optional() });
