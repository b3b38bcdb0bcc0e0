import { columns, fullTextColumn, fullTextExpression, fullTextIndex, fullTextTokenizer } from '../../audit/index.ts';

/**
 * The table of events, made from the column table. Partitioned by day of receipt, because event times are outside data and a
 * batch over more than 100 partitions fails; sorted by cluster and time, as it is asked for.
 */
export function eventsTable(): string {
  const lines = columns.map((column) => {
    const codec = 'codec' in column ? column.codec : 'ZSTD(1)';
    return `  ${column.name} ${column.type} CODEC(${codec})`;
  });
  return [
    'CREATE TABLE IF NOT EXISTS events (',
    // An alias takes no room; it spares every search the text of the expression.
    [
      ...lines,
      `  ${fullTextColumn} String ALIAS ${fullTextExpression}`,
      `  INDEX ${fullTextIndex} ${fullTextExpression} TYPE text(tokenizer = ${fullTextTokenizer})`,
      // Audit ids are in no order: without a filter each look-up would read them all. It takes 1.3 bytes an event.
      '  INDEX audit_id_filter audit_id TYPE bloom_filter(0.01) GRANULARITY 1',
    ].join(',\n'),
    ')',
    'ENGINE = MergeTree',
    'PARTITION BY toDate(received_at)',
    'ORDER BY (cluster_id, time)',
    // A page of rare events reads a granule a row: a small one reads less, and costs nothing measurable when it is written. So do
    // small blocks, which hold few granules: a quarter less time for 1.5 bytes an event.
    // fsync: the journal forgets a batch once it is inserted. The window outlives any batch in flight.
    'SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000, index_granularity = 2048, min_compress_block_size = 8192',
  ].join('\n');
}

/** Audit ids of the batch that is being decided: emptied before each. */
export const batchKeysTable = 'CREATE TABLE IF NOT EXISTS batch_keys (audit_id UUID) ENGINE = Memory';
