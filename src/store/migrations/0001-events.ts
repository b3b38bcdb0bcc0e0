/** All words of an event, as they were told apart when this migration was written. */
const words = String.raw`
  translate(concatWithSeparator(' ', audit_id_text, level, stage, request_uri, verb, user_username, user_uid, user_agent,
  object_resource, object_namespace, object_name, object_uid, object_api_group, object_api_version, object_resource_version,
  object_subresource, response_status, response_reason, response_message, ifNull(toString(nullIf(response_code, 0)), ''),
  replaceAll(replaceAll(replaceAll(replaceAll(replaceAll(user_groups, '\\\\', '\x01'), '\\"', ' '), '\\n', ' '), '\\r', ' '), '\\t', ' '),
  replaceAll(replaceAll(replaceAll(replaceAll(replaceAll(user_extra, '\\\\', '\x01'), '\\"', ' '), '\\n', ' '), '\\r', ' '), '\\t', ' '),
  replaceAll(replaceAll(replaceAll(replaceAll(replaceAll(impersonated_user, '\\\\', '\x01'), '\\"', ' '), '\\n', ' '), '\\r', ' '), '\\t', ' '),
  replaceAll(replaceAll(replaceAll(replaceAll(replaceAll(authentication_metadata, '\\\\', '\x01'), '\\"', ' '), '\\n', ' '), '\\r', ' '), '\\t', ' '),
  replaceAll(replaceAll(replaceAll(replaceAll(replaceAll(source_ips, '\\\\', '\x01'), '\\"', ' '), '\\n', ' '), '\\r', ' '), '\\t', ' '),
  replaceAll(replaceAll(replaceAll(replaceAll(replaceAll(response_details, '\\\\', '\x01'), '\\"', ' '), '\\n', ' '), '\\r', ' '), '\\t', ' '),
  replaceAll(replaceAll(replaceAll(replaceAll(replaceAll(annotations, '\\\\', '\x01'), '\\"', ' '), '\\n', ' '), '\\r', ' '), '\\t', ' '),
  replaceAll(replaceAll(replaceAll(replaceAll(replaceAll(request_object, '\\\\', '\x01'), '\\"', ' '), '\\n', ' '), '\\r', ' '), '\\t', ' '),
  replaceAll(replaceAll(replaceAll(replaceAll(replaceAll(response_object, '\\\\', '\x01'), '\\"', ' '), '\\n', ' '), '\\r', ' '), '\\t', ' '),
  replaceAll(replaceAll(replaceAll(replaceAll(replaceAll(other, '\\\\', '\x01'), '\\"', ' '), '\\n', ' '), '\\r', ' '), '\\t', ' ')),
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%*+-.\\^_\x60|~\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f',
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNZIZZZZZZZZZZZZZZZZZZZZZZZZZZZZ')`;

/**
 * The table of events. Partitioned by day of receipt, because event times are outside data and a batch over more than 100 partitions
 * fails; sorted by cluster and time, as it is asked for.
 *
 * `words` is an alias, which takes no room and spares every search the text of its expression. Audit ids are in no order: without a
 * filter each look-up would read them all; it takes 1.3 bytes an event. A page of rare events reads a granule a row: a small one reads
 * less, and costs nothing measurable when it is written. So do small blocks, which hold few granules: a quarter less time for 1.5 bytes
 * an event. fsync: the journal forgets a batch once it is inserted. The window of deduplication outlives any batch in flight.
 */
const events = `CREATE TABLE IF NOT EXISTS events (
  cluster_id LowCardinality(String) CODEC(ZSTD(1)),
  received_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  request_received_at Nullable(DateTime64(6, 'UTC')) CODEC(Delta, ZSTD(1)),
  layout UInt8 CODEC(ZSTD(1)),
  level LowCardinality(String) CODEC(ZSTD(1)),
  stage LowCardinality(String) CODEC(ZSTD(1)),
  audit_id UUID CODEC(NONE),
  audit_id_text String CODEC(ZSTD(1)),
  request_uri String CODEC(ZSTD(3)),
  verb LowCardinality(String) CODEC(ZSTD(1)),
  user_username LowCardinality(String) CODEC(ZSTD(1)),
  user_uid LowCardinality(String) CODEC(ZSTD(1)),
  user_groups LowCardinality(String) CODEC(ZSTD(1)),
  user_extra LowCardinality(String) CODEC(ZSTD(1)),
  impersonated_user LowCardinality(String) CODEC(ZSTD(1)),
  authentication_metadata LowCardinality(String) CODEC(ZSTD(1)),
  source_ips LowCardinality(String) CODEC(ZSTD(1)),
  user_agent LowCardinality(String) CODEC(ZSTD(1)),
  object_resource LowCardinality(String) CODEC(ZSTD(1)),
  object_namespace LowCardinality(String) CODEC(ZSTD(1)),
  object_name String CODEC(ZSTD(3)),
  object_uid String CODEC(ZSTD(1)),
  object_api_group LowCardinality(String) CODEC(ZSTD(1)),
  object_api_version LowCardinality(String) CODEC(ZSTD(1)),
  object_resource_version String CODEC(ZSTD(1)),
  object_subresource LowCardinality(String) CODEC(ZSTD(1)),
  response_code Nullable(Int32) CODEC(ZSTD(1)),
  response_status LowCardinality(String) CODEC(ZSTD(1)),
  response_reason LowCardinality(String) CODEC(ZSTD(1)),
  response_message String CODEC(ZSTD(3)),
  response_details String CODEC(ZSTD(3)),
  request_object String CODEC(ZSTD(3)),
  response_object String CODEC(ZSTD(3)),
  annotations LowCardinality(String) CODEC(ZSTD(3)),
  other LowCardinality(String) CODEC(ZSTD(3)),
  raw String CODEC(ZSTD(3)),
  words String ALIAS ${words},
  INDEX full_text ${words} TYPE text(tokenizer = 'splitByNonAlpha'),
  INDEX audit_id_filter audit_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(received_at)
ORDER BY (cluster_id, time)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
  index_granularity = 2048, min_compress_block_size = 8192
COMMENT 'layout 6f30169ce54011e6'`;

/** Audit ids of the batch that is being decided: emptied before each. */
const batchKeys = 'CREATE TABLE IF NOT EXISTS batch_keys (audit_id UUID) ENGINE = Memory';

export const eventsMigration = [events, batchKeys] as const;
