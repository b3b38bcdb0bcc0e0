import { invariant } from '../base/index.ts';
import { columns, type ColumnName } from './columns.ts';
import { columnIndex, EventRow, layouts } from './event-row.ts';
import { readUuid } from './uuid.ts';

/** What a column is in RowBinary. */
type Encoding = 'received' | 'time' | 'requestReceived' | 'layout' | 'auditId' | 'code' | 'text';

/** Every column that is not named here is a text. */
const special: Partial<Record<ColumnName, Encoding>> = {
  received_at: 'received',
  time: 'time',
  request_received_at: 'requestReceived',
  layout: 'layout',
  audit_id: 'auditId',
  response_code: 'code',
};
const allNames: readonly ColumnName[] = columns.map(({ name }) => name);

/** Reads rows of ClickHouse's RowBinary that the engine answered with: all columns in the order of the column table, or those that are named. */
export class RowReader {
  readonly row = new EventRow();
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly trailingBytes: number;
  private readonly plan: readonly { readonly index: number; readonly encoding: Encoding }[];
  private at = 0;
  /** The current row's `audit_id`, whatever its `audit_id_text`. */
  auditId = '';

  /** `trailingBytes`: of fixed columns that the statement put behind those of the table. */
  constructor(bytes: Uint8Array, trailingBytes = 0, names: readonly ColumnName[] = allNames) {
    this.bytes = bytes;
    this.trailingBytes = trailingBytes;
    this.plan = names.map((name) => ({ index: columnIndex[name], encoding: special[name] ?? 'text' }));
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Moves to the next row; false after the last. `row` is valid until the next call. */
  next(): boolean {
    if (this.at >= this.bytes.length) return false;
    this.row.clear(this.bytes);
    for (const { index, encoding } of this.plan) {
      switch (encoding) {
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
        case 'text':
          this.text(index);
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

  /** Whether the byte that stands behind the current row's columns, so many bytes on, is 1. */
  trailingFlag(offset: number): boolean {
    return this.bytes[this.at - this.trailingBytes + offset] === 1;
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
