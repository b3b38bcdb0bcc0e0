/**
 * Who reads what was received within a time, such as the live tail and rules over new events, reads the granules of that time instead of
 * the whole day: merged parts hold a day's clusters one after the other. Filling the index of the parts that are there is done by the
 * engine in the background.
 */
export const receivedAtIndexMigration = [
  'ALTER TABLE events ADD INDEX IF NOT EXISTS received_at_range received_at TYPE minmax GRANULARITY 1',
  'ALTER TABLE events MATERIALIZE INDEX received_at_range SETTINGS mutations_sync = 0',
  "ALTER TABLE events MODIFY COMMENT 'layout 3'",
] as const;
