/**
 * The column table: the only place that says what a stored event consists of. DDL, the row encoder, name resolution of
 * search and SQL, completion and docs/reference/columns.md all come from it.
 *
 * The columns are the event: what is absent is the empty text (Go's `omitempty` writes neither), NULL only where the
 * empty value means something else. A line that cannot be rebuilt from its columns is kept whole in `raw`.
 */
export interface Column {
  readonly name: string;
  /** ClickHouse's type. */
  readonly type: string;
  /** ClickHouse's codec; ZSTD(1) where left out. */
  readonly codec?: string;
}

/** In the order in which the encoder writes them. */
export const columns = [
  { name: 'cluster_id', type: 'LowCardinality(String)' },
  { name: 'received_at', type: "DateTime64(6, 'UTC')", codec: 'Delta, ZSTD(1)' },
  { name: 'time', type: "DateTime64(6, 'UTC')", codec: 'T64, ZSTD(1)' },
  { name: 'request_received_at', type: "Nullable(DateTime64(6, 'UTC'))", codec: 'Delta, ZSTD(1)' },
  { name: 'layout', type: 'UInt8' },
  { name: 'level', type: 'LowCardinality(String)' },
  { name: 'stage', type: 'LowCardinality(String)' },
  { name: 'audit_id', type: 'UUID', codec: 'NONE' },
  { name: 'audit_id_text', type: 'String' },
  { name: 'request_uri', type: 'String', codec: 'ZSTD(3)' },
  { name: 'verb', type: 'LowCardinality(String)' },
  { name: 'user_username', type: 'LowCardinality(String)' },
  { name: 'user_uid', type: 'LowCardinality(String)' },
  { name: 'user_groups', type: 'LowCardinality(String)' },
  { name: 'user_extra', type: 'LowCardinality(String)' },
  { name: 'impersonated_user', type: 'LowCardinality(String)' },
  { name: 'authentication_metadata', type: 'LowCardinality(String)' },
  { name: 'source_ips', type: 'LowCardinality(String)' },
  { name: 'user_agent', type: 'LowCardinality(String)' },
  { name: 'object_resource', type: 'LowCardinality(String)' },
  { name: 'object_namespace', type: 'LowCardinality(String)' },
  { name: 'object_name', type: 'String', codec: 'ZSTD(3)' },
  { name: 'object_uid', type: 'String' },
  { name: 'object_api_group', type: 'LowCardinality(String)' },
  { name: 'object_api_version', type: 'LowCardinality(String)' },
  { name: 'object_resource_version', type: 'String' },
  { name: 'object_subresource', type: 'LowCardinality(String)' },
  { name: 'response_code', type: 'Nullable(Int32)' },
  { name: 'response_status', type: 'LowCardinality(String)' },
  { name: 'response_reason', type: 'LowCardinality(String)' },
  { name: 'response_message', type: 'String', codec: 'ZSTD(3)' },
  { name: 'response_details', type: 'String', codec: 'ZSTD(3)' },
  { name: 'request_object', type: 'String', codec: 'ZSTD(3)' },
  { name: 'response_object', type: 'String', codec: 'ZSTD(3)' },
  { name: 'annotations', type: 'LowCardinality(String)', codec: 'ZSTD(3)' },
  { name: 'other', type: 'LowCardinality(String)', codec: 'ZSTD(3)' },
  { name: 'raw', type: 'String', codec: 'ZSTD(3)' },
  { name: 'wrapper', type: 'LowCardinality(String)' },
] as const satisfies readonly Column[];

export type ColumnName = (typeof columns)[number]['name'];
