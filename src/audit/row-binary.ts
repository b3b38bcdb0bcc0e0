import { invariant } from '../base/index.ts';
import { columns, type ColumnName } from './columns.ts';
import { columnIndex, EventRow, layouts } from './event-row.ts';
import { isPlainUuid, readUuid, writeTextId, writeUuid } from './uuid.ts';

const encoder = new TextEncoder();

/** What a column is in RowBinary. */
type Encoding =
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
const special: Partial<Record<ColumnName, Encoding>> = {
  cluster_id: 'cluster',
  received_at: 'received',
  time: 'time',
  request_received_at: 'requestReceived',
  layout: 'layout',
  audit_id: 'auditId',
  audit_id_text: 'auditIdText',
  response_code: 'code',
};
const plan: readonly Encoding[] = columns.map(({ name }) => special[name] ?? 'text');

/** Rows in ClickHouse's RowBinary, in the order of the column table. Grows; `reset` keeps its memory. */
export class RowWriter {
  bytes: Uint8Array;
  length = 0;
  private view: DataView;

  constructor(size = 1 << 20) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  reset(): void {
    this.length = 0;
  }

  private room(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.length] = (rest & 0x7f) | 0x80;
      this.length += 1;
      rest >>>= 7;
    }
    this.bytes[this.length] = rest;
    this.length += 1;
  }

  private slice(source: Uint8Array, from: number, to: number): void {
    const size = to - from;
    this.room(size + 5);
    this.varint(size);
    const { bytes, length } = this;
    if (size > 96) bytes.set(source.subarray(from, to), length);
    else for (let index = 0; index < size; index += 1) bytes[length + index] = source[from + index] as number;
    this.length = length + size;
  }

  private micros(value: number): void {
    const high = Math.floor(value / 0x1_0000_0000);
    this.view.setUint32(this.length, value - high * 0x1_0000_0000, true);
    this.view.setInt32(this.length + 4, high, true);
    this.length += 8;
  }

  private auditId(row: EventRow): void {
    const column = columnIndex.audit_id_text;
    const source = row.bytesOf(column);
    if (isPlainUuid(source, row.start(column), row.stop(column))) {
      writeUuid(source, row.start(column), this.bytes, this.length);
    } else writeTextId(source, row.start(column), row.stop(column), this.bytes, this.length);
    this.length += 16;
  }

  /** Appends only the audit id of a row, as RowBinary of one UUID. */
  writeAuditId(row: EventRow): void {
    this.room(16);
    this.auditId(row);
  }

  /** Appends a row. `clusterId` is UTF-8. */
  write(row: EventRow, clusterId: Uint8Array): void {
    for (let column = 0; column < plan.length; column += 1) {
      this.room(32);
      switch (plan[column] as Encoding) {
        case 'cluster':
          this.slice(clusterId, 0, clusterId.length);
          break;
        case 'received':
          this.micros(row.receivedAt);
          break;
        case 'time':
          this.micros(row.time);
          break;
        case 'requestReceived':
          this.bytes[this.length] = Number.isNaN(row.requestReceivedAt) ? 1 : 0;
          this.length += 1;
          if (!Number.isNaN(row.requestReceivedAt)) this.micros(row.requestReceivedAt);
          break;
        case 'layout':
          this.bytes[this.length] = row.layout;
          this.length += 1;
          break;
        case 'auditId':
          this.auditId(row);
          break;
        case 'auditIdText': {
          const source = row.bytesOf(column);
          if (isPlainUuid(source, row.start(column), row.stop(column))) this.varint(0);
          else this.slice(source, row.start(column), row.stop(column));
          break;
        }
        case 'code':
          this.bytes[this.length] = Number.isNaN(row.responseCode) ? 1 : 0;
          this.length += 1;
          if (!Number.isNaN(row.responseCode)) {
            this.view.setInt32(this.length, row.responseCode, true);
            this.length += 4;
          }
          break;
        case 'text':
          this.slice(row.bytesOf(column), row.start(column), row.stop(column));
          break;
      }
    }
  }
}

/** Text of a cluster id as `RowWriter` takes it. */
export function encodeClusterId(clusterId: string): Uint8Array {
  return encoder.encode(clusterId);
}

/** Reads rows of RowBinary, all columns in the order of the column table, that the engine answered with. */
export class RowReader {
  readonly row = new EventRow();
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly trailingBytes: number;
  private at = 0;
  /** The current row's `audit_id`, whatever its `audit_id_text`. */
  auditId = '';

  /** `trailingBytes`: of fixed columns that the statement put behind those of the table. */
  constructor(bytes: Uint8Array, trailingBytes = 0) {
    this.bytes = bytes;
    this.trailingBytes = trailingBytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Moves to the next row; false after the last. `row` is valid until the next call. */
  next(): boolean {
    if (this.at >= this.bytes.length) return false;
    this.row.clear(this.bytes);
    for (let column = 0; column < plan.length; column += 1) {
      switch (plan[column] as Encoding) {
        case 'received':
          this.row.receivedAt = this.micros();
          break;
        case 'time':
          this.row.time = this.micros();
          break;
        case 'requestReceived':
          this.row.requestReceivedAt = this.flag() ? Number.NaN : this.micros();
          break;
        case 'layout':
          this.row.layout = this.bytes[this.at] as number;
          this.at += 1;
          break;
        case 'auditId':
          this.auditId = readUuid(this.bytes, this.at);
          this.at += 16;
          break;
        case 'code':
          this.row.responseCode = this.flag() ? Number.NaN : this.int32();
          break;
        case 'cluster':
        case 'auditIdText':
        case 'text':
          this.text(column);
          break;
      }
    }
    if (!this.row.has(columnIndex.audit_id_text)) this.row.setText(columnIndex.audit_id_text, this.auditId);
    this.at += this.trailingBytes;
    invariant(this.row.layout <= layouts.v1beta1Item, 'a row has a layout that nobody wrote');
    return true;
  }

  /** The unsigned 64-bit number that stands behind the current row's columns. */
  trailingUint64(): string {
    return this.view.getBigUint64(this.at - this.trailingBytes, true).toString();
  }

  private flag(): boolean {
    this.at += 1;
    return this.bytes[this.at - 1] === 1;
  }

  private int32(): number {
    this.at += 4;
    return this.view.getInt32(this.at - 4, true);
  }

  private micros(): number {
    this.at += 8;
    return this.view.getUint32(this.at - 8, true) + this.view.getInt32(this.at - 4, true) * 0x1_0000_0000;
  }

  private text(column: number): void {
    let size = 0;
    let scale = 1;
    for (;;) {
      invariant(this.at < this.bytes.length, 'rows end in the middle of a row');
      const byte = this.bytes[this.at] as number;
      this.at += 1;
      size += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 128;
    }
    invariant(this.at + size <= this.bytes.length, 'rows end in the middle of a row');
    this.row.setSlice(column, this.at, this.at + size);
    this.at += size;
  }
}
