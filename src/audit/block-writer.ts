import { leb128Size } from '../base/index.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { columns, type ColumnName } from './columns.ts';
import { DictionaryColumn } from './dictionary-column.ts';
import { columnIndex, type EventRow } from './event-row.ts';
import { writePlainUuid, writeTextId } from './uuid.ts';

/** What a column is written from. */
type Source =
  | 'cluster'
  | 'received'
  | 'time'
  | 'requestReceived'
  | 'layout'
  | 'auditId'
  | 'auditIdText'
  | 'code'
  | 'text';

/** Every column that is not named here is a text. */
const special: Partial<Record<ColumnName, Source>> = {
  cluster_id: 'cluster',
  received_at: 'received',
  time: 'time',
  request_received_at: 'requestReceived',
  layout: 'layout',
  audit_id: 'auditId',
  audit_id_text: 'auditIdText',
  response_code: 'code',
};

const encoder = new TextEncoder();

interface BlockColumn {
  readonly source: Source;
  /** Name and type, as they stand before the column's data. */
  readonly head: Uint8Array;
  /** Values one behind the other; of a LowCardinality column nothing. */
  readonly plain: ByteBuffer;
  readonly dictionary: DictionaryColumn | undefined;
  readonly isNullable: boolean;
  /** Of a Nullable column: a byte a row, 1 for NULL. */
  readonly nulls: ByteBuffer;
}

function blockColumn({ name, type }: (typeof columns)[number]): BlockColumn {
  const head = new ByteBuffer(128);
  for (const text of [name, type]) {
    const bytes = encoder.encode(text);
    head.text(bytes, 0, bytes.length);
  }
  return {
    source: special[name] ?? 'text',
    head: head.written(),
    plain: new ByteBuffer(1024),
    dictionary: type.startsWith('LowCardinality') ? new DictionaryColumn() : undefined,
    isNullable: type.startsWith('Nullable'),
    nulls: new ByteBuffer(1024),
  };
}

/** Events as a block of ClickHouse's Native format. */
export interface EventBlock {
  readonly rows: number;
  readonly bytes: Uint8Array;
  /** Where each column's data begins in `bytes`, and where it ends; pairs. */
  readonly places: readonly number[];
}

/**
 * Makes blocks with all columns of the column table. Columns one after the other, and of LowCardinality ones each value
 * once: the engine reads a block in a fraction of the time that rows take.
 */
export class BlockWriter {
  private readonly columns = columns.map(blockColumn);
  private cluster = new ByteBuffer(64);
  private clusterId = '';
  /** Events in the block. */
  rows = 0;

  /** Begins with another block; keeps the memory. */
  reset(): void {
    this.rows = 0;
    for (const { plain, dictionary, nulls } of this.columns) {
      plain.reset();
      dictionary?.reset();
      nulls.reset();
    }
  }

  /** Appends an event. */
  write(row: EventRow, clusterId: string): void {
    const { cluster } = this;
    let hasPlainId = false;
    if (clusterId !== this.clusterId) this.takeCluster(clusterId);
    for (let index = 0; index < this.columns.length; index += 1) {
      const { source, plain, dictionary, nulls } = this.columns[index] as BlockColumn;
      switch (source) {
        case 'cluster':
          dictionary?.append(cluster.bytes, cluster.view, 0, cluster.length);
          break;
        case 'received':
          plain.int64(row.receivedAt);
          break;
        case 'time':
          plain.int64(row.time);
          break;
        case 'requestReceived':
          nulls.byte(Number.isNaN(row.requestReceivedAt) ? 1 : 0);
          plain.int64(Number.isNaN(row.requestReceivedAt) ? 0 : row.requestReceivedAt);
          break;
        case 'layout':
          plain.byte(row.layout);
          break;
        case 'auditId':
          hasPlainId = writeAuditId(row, plain);
          break;
        case 'auditIdText':
          // A plain UUID is in `audit_id` already.
          if (hasPlainId) plain.varint(0);
          else plain.text(row.bytesOf(index), row.start(index), row.stop(index));
          break;
        case 'code':
          nulls.byte(Number.isNaN(row.responseCode) ? 1 : 0);
          plain.int32(Number.isNaN(row.responseCode) ? 0 : row.responseCode);
          break;
        case 'text':
          if (dictionary) dictionary.append(row.bytesOf(index), row.viewOf(index), row.start(index), row.stop(index));
          else plain.text(row.bytesOf(index), row.start(index), row.stop(index));
          break;
      }
    }
    this.rows += 1;
  }

  private takeCluster(clusterId: string): void {
    const bytes = encoder.encode(clusterId);
    this.cluster.reset();
    this.cluster.append(bytes, 0, bytes.length);
    this.clusterId = clusterId;
  }

  /** Appends the events of another block. */
  append({ rows, bytes, places }: EventBlock): void {
    if (rows === 0) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const [index, { plain, dictionary, nulls, isNullable }] of this.columns.entries()) {
      const from = places[index * 2] as number;
      const to = places[index * 2 + 1] as number;
      const data = isNullable ? from + rows : from;
      nulls.append(bytes, from, data);
      if (dictionary) dictionary.appendFrom(bytes, view, data);
      else plain.append(bytes, data, to);
    }
    this.rows += rows;
  }

  /** The events' audit ids, 16 bytes each, as RowBinary and Native have UUIDs. A copy. */
  auditIds(): Uint8Array {
    return (this.columns[columnIndex.audit_id] as BlockColumn).plain.written().slice();
  }

  /** The block: a copy, in memory of its own. */
  finish(): EventBlock {
    let size = leb128Size(this.columns.length) + leb128Size(this.rows);
    for (const { head, plain, dictionary, nulls } of this.columns)
      size += head.length + nulls.length + (dictionary ? dictionary.size : plain.length);
    const block = new ByteBuffer(size);
    const places: number[] = [];
    block.varint(this.columns.length);
    block.varint(this.rows);
    for (const { head, plain, dictionary, nulls } of this.columns) {
      block.append(head, 0, head.length);
      places.push(block.length);
      block.append(nulls.bytes, 0, nulls.length);
      if (dictionary) dictionary.writeTo(block);
      else block.append(plain.bytes, 0, plain.length);
      places.push(block.length);
    }
    return { rows: this.rows, bytes: block.written(), places };
  }
}

/** Returns whether the id is a UUID, of which nothing else need be kept. */
function writeAuditId(row: EventRow, target: ByteBuffer): boolean {
  const column = columnIndex.audit_id_text;
  const source = row.bytesOf(column);
  target.room(16);
  const isPlain = writePlainUuid(source, row.start(column), row.stop(column), target.bytes, target.length);
  if (!isPlain) writeTextId(source, row.start(column), row.stop(column), target.bytes, target.length);
  target.length += 16;
  return isPlain;
}
