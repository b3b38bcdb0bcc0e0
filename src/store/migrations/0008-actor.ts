/**
 * Reports count by who acted, which for one user name stands in the annotations. It is computed for the events that are there by the engine
 * in the background, and until then wherever it is asked for.
 */
const actor = String.raw`if(user_username = 'kubernetes-admin', coalesce(nullIf(extract(JSONExtractString(annotations, 'authorization.k8s.io/reason'), ' to User "([0-9]{6,})(?:-[0-9]+)?"'), ''), user_username), user_username)`;

export const actorMigration = [
  `ALTER TABLE events ADD COLUMN IF NOT EXISTS actor LowCardinality(String) MATERIALIZED ${actor} CODEC(ZSTD(1))`,
  'ALTER TABLE events MATERIALIZE COLUMN actor SETTINGS mutations_sync = 0',
  "ALTER TABLE events MODIFY COMMENT 'layout 8'",
] as const;
