/**
 * Parts that were merged are removed after twenty seconds, where the engine keeps them for eight minutes: the folder held twice what is kept
 * after a load. It keeps them because a merged part may still be in memory when the machine dies; this one is on disk before it
 * counts.
 */
export const mergedPartsMigration = [
  `ALTER TABLE events MODIFY SETTING min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 20,
     cleanup_delay_period = 5, cleanup_delay_period_random_add = 2, max_cleanup_delay_period = 10`,
] as const;
