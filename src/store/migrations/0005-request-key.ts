/**
 * Operations are counted by the one of their stages that counts: `request_key` tells the stages of one request, in a few events, where the
 * columns that it is made of would be read of all. It is computed for the events that are there by the engine in the background, and until
 * then wherever it is asked for.
 */
const requestKey = String.raw`if(stage = 'ResponseStarted' OR (verb NOT IN ('get', 'list', 'create', 'update', 'patch', 'delete', 'deletecollection') OR user_username = '' OR object_resource = '' OR object_subresource NOT IN ('', 'status', 'scale', 'token', 'binding', 'eviction', 'finalize', 'approval', 'ephemeralcontainers', 'resize')), reinterpretAsUInt128(concat(substring(SHA256(concat(cluster_id, ' ', toString(audit_id), ' ', toString(length(audit_id_text)), ' ', toString(length(user_username)), ' ', toString(length(verb)), ' ', audit_id_text, user_username, verb, request_uri)), 1, 15), if((verb NOT IN ('get', 'list', 'create', 'update', 'patch', 'delete', 'deletecollection') OR user_username = '' OR object_resource = '' OR object_subresource NOT IN ('', 'status', 'scale', 'token', 'binding', 'eviction', 'finalize', 'approval', 'ephemeralcontainers', 'resize')), '\0', '\xff'))), 0)`;

export const requestKeyMigration = [
  `ALTER TABLE events ADD COLUMN IF NOT EXISTS request_key UInt128 MATERIALIZED ${requestKey} CODEC(ZSTD(1))`,
  'ALTER TABLE events ADD INDEX IF NOT EXISTS request_key_range request_key TYPE minmax GRANULARITY 1',
  'ALTER TABLE events MATERIALIZE COLUMN request_key SETTINGS mutations_sync = 0',
  'ALTER TABLE events MATERIALIZE INDEX request_key_range SETTINGS mutations_sync = 0',
  "ALTER TABLE events MODIFY COMMENT 'layout 5'",
] as const;
