/**
 * Which requests have ended is looked up whenever operations are counted. They are few, and here they stand apart, in the order of the
 * table's key, where else a column of all events would be read to find them. A delete of a few events, such as cut ones of which the whole
 * came later, makes those of its part anew.
 */
export const endedRequestsMigration = [
  "ALTER TABLE events MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild'",
  `ALTER TABLE events ADD PROJECTION IF NOT EXISTS ended_requests (
     SELECT cluster_id, time, object_namespace, stage, request_key
     WHERE request_key != 0 AND has(['ResponseComplete', 'Panic'], stage)
     ORDER BY cluster_id, time)`,
  'ALTER TABLE events MATERIALIZE PROJECTION ended_requests SETTINGS mutations_sync = 0',
  "ALTER TABLE events MODIFY COMMENT 'layout 6'",
] as const;
