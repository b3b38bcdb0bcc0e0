import { z } from 'zod';
import { Name, Time } from './common.ts';

/** Whose control plane it is: the cloud's, the cloud's on machines of one's own, one that is registered with the cloud, or one's own. */
export const ClusterKind = z.enum(['managed', 'dedicated', 'registered', 'self-managed']);

const RetentionDays = z.number().int().min(1).max(3650);

/** What is taken out of each event of a cluster before it is stored: fields, what a pattern finds, or what it finds in fields. */
const Redaction = z
  .array(
    z.strictObject({
      resources: z.array(z.string()).exactOptional(),
      fields: z.array(z.string()).exactOptional(),
      pattern: z.string().exactOptional(),
    }),
  )
  .max(50);

export const Cluster = z.object({
  id: z.string(),
  name: z.string(),
  project: z.string(),
  logstore: z.string(),
  kind: ClusterKind,
  retentionDays: z.number(),
  status: z.enum(['enabled', 'disabled']),
  redaction: Redaction,
  /** Legal holds on it: what they hold is not removed. */
  legalHolds: z.number(),
  createdAt: z.string(),
  /** When the newest event arrived. */
  lastEventAt: z.string().nullable().optional(),
  events: z.number().optional(),
});

export const NewCluster = z.object({
  name: Name,
  /** Made where there is none of that name. */
  project: Name.optional(),
  /** Left out: self-managed. */
  kind: ClusterKind.optional(),
  /** Left out: 365 of a dedicated cluster, else 30. */
  retentionDays: RetentionDays.optional(),
});

/** What is said once, when a cluster is added: the token is not kept. */
export const AddedCluster = Cluster.extend({ ingestToken: z.string(), webhookUrl: z.string() });

export const ClusterChange = z.object({
  /** Moves it: nothing of its events is touched. Made where there is none of that name. */
  project: Name.optional(),
  /** The retention stays as it is. */
  kind: ClusterKind.optional(),
  retentionDays: RetentionDays.optional(),
  status: z.enum(['enabled', 'disabled']).optional(),
  /** Of events that are received from then on; an empty list: nothing is taken out. */
  redaction: Redaction.optional(),
});

/** Events that are not removed until the hold is lifted, however old they become. */
export const LegalHold = z.object({
  id: z.string(),
  reason: z.string(),
  /** Of events that happened from then on; null is from the first on. */
  from: z.string().nullable(),
  /** And before then; null is without end. */
  to: z.string().nullable(),
  placedBy: z.string(),
  placedAt: z.string(),
});

export const NewLegalHold = z.object({
  reason: z.string().trim().min(1).max(500),
  from: Time.nullable().optional(),
  to: Time.nullable().optional(),
});

export const IngestToken = z.object({
  id: z.string(),
  hint: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});

export const AddedIngestToken = IngestToken.extend({ ingestToken: z.string(), webhookUrl: z.string() });

export const IngestAnswer = z.object({ received: z.number(), rejected: z.number() });

export const StoredAnswer = z.object({
  received: z.number(),
  stored: z.number(),
  duplicates: z.number(),
  completed: z.number(),
  rejected: z.number(),
});
