import { z } from 'zod';
import { Name } from './common.ts';

const RetentionDays = z.number().int().min(1).max(3650);

export const Cluster = z.object({
  id: z.string(),
  name: z.string(),
  project: z.string(),
  logstore: z.string(),
  retentionDays: z.number(),
  status: z.enum(['enabled', 'disabled']),
  createdAt: z.string(),
  /** When the newest event arrived. */
  lastEventAt: z.string().nullable().optional(),
  events: z.number().optional(),
});

export const NewCluster = z.object({
  name: Name,
  project: Name.optional(),
  retentionDays: RetentionDays.optional(),
});

/** What is said once, when a cluster is added: the token is not kept. */
export const AddedCluster = Cluster.extend({ ingestToken: z.string(), webhookUrl: z.string() });

export const ClusterChange = z.object({
  project: Name.optional(),
  retentionDays: RetentionDays.optional(),
  status: z.enum(['enabled', 'disabled']).optional(),
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
