import { z } from 'zod';

/** Bytes on disk, by what they are for. */
const MadeOf = {
  /** Of all of it. */
  bytes: z.number(),
  /** The events themselves, as columns. */
  columns: z.number(),
  /** Lines that are kept as they came beside their columns, because they cannot be written back from these. */
  raw: z.number(),
  /** What makes searches fast. */
  indexes: z.number(),
};

/** What a cluster is going to take if it goes on as in the last days. */
const StorageForecast = z.object({
  /** Of a usual day: the median of the last seven whole ones. */
  bytesPerDay: z.number(),
  in30Days: z.number(),
  /** Once every day of its retention is there; null where nothing goes because of a legal hold. */
  atRetention: z.number().nullable(),
});

export const ClusterStorage = z.object({
  cluster: z.string(),
  project: z.string(),
  ...MadeOf,
  events: z.number(),
  /** The first day of receipt of which there is something. */
  since: z.string().nullable(),
  /** Null until a whole day was received. */
  forecast: StorageForecast.nullable(),
});

export const ClusterStorageByDay = ClusterStorage.extend({
  measuredAt: z.string(),
  /** Days of receipt in UTC, the first one first. */
  days: z.array(z.object({ day: z.string(), events: z.number(), ...MadeOf })),
});

export const Storage = z.object({
  measuredAt: z.string(),
  items: z.array(ClusterStorage),
  /** All events, those of deleted clusters that are not gone yet among them. Null for whoever does not see all clusters. */
  server: z
    .object({
      ...MadeOf,
      /** On the disk of the server; null where the store is a ClickHouse elsewhere. */
      freeBytes: z.number().nullable(),
      /** The day on which that is used up, if everything goes on as in the last days; null: not within ten years, or not known. */
      fullOn: z.string().nullable(),
    })
    .nullable(),
});
