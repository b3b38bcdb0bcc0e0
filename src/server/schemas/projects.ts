import { z } from 'zod';

/** Null is unlimited. */
const Most = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable();

export const Quota = z.object({
  /** That take events. */
  clusters: Most,
  /** Of clusters that are disabled as well. */
  logstores: Most,
  dashboards: Most,
  /** Of events as they are sent, unpacked, on a day in UTC. */
  bytesPerDay: Most,
});

export const Project = z.object({
  name: z.string(),
  /** Names of those that the caller sees. */
  clusters: z.array(z.string()),
  quota: Quota,
  /** What of the quota is used. Null for whoever does not see all of the project. */
  used: z
    .object({ clusters: z.number(), logstores: z.number(), dashboards: z.number(), bytesToday: z.number() })
    .nullable(),
  createdAt: z.string(),
});

/** What is left out stays as it is. */
export const ProjectChange = z.object({ quota: Quota.partial().optional() });

/** How many projects there are, for whoever sees all of them, and may be. */
export const ProjectCount = z.object({ used: z.number().nullable(), quota: Most });

export const ProjectList = z.object({ items: z.array(Project), projects: ProjectCount });

export const ProjectCountChange = z.object({ quota: Most });
