/** What the wrapper tells in which an event came. The events that are there came in none. */
export const wrapperMigration = [
  'ALTER TABLE events ADD COLUMN IF NOT EXISTS wrapper LowCardinality(String) CODEC(ZSTD(1)) AFTER raw',
  "ALTER TABLE events MODIFY COMMENT 'layout 7'",
] as const;
