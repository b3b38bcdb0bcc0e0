import { ByteBuffer } from './byte-buffer.ts';
import type { ColumnName } from './columns.ts';
import { columnIndex, type EventRow } from './event-row.ts';

const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Several times slower; received bytes may be no UTF-8. */
const byteDecoder = new TextDecoder('latin1');
const parts: readonly ColumnName[] = ['audit_id_text', 'stage', 'user_username', 'verb', 'request_uri'];
/** An event without a time of its own has no layout either: its bytes tell it from others, and are the same when it is sent again. */
const partsWithoutTime: readonly ColumnName[] = [...parts, 'raw'];

/**
 * Tells events of a cluster apart: by auditID, stage, stage time, who, verb, URI and code. auditID alone is chosen by the
 * client. By log and by webhook, as v1 and as v1beta1, whole and truncated, the same event has the same identity.
 */
export class IdentityReader {
  private readonly scratch = new ByteBuffer(4096);

  /** The identity of a row, as text that is for comparing only. */
  identityOf(row: EventRow): string {
    const { scratch } = this;
    const { hasOwnTime } = row;
    scratch.reset();
    const high = hasOwnTime ? Math.floor(row.time / 2 ** 28) : -1;
    this.number(high);
    this.number(hasOwnTime ? row.time - high * 2 ** 28 : 0);
    this.number(Number.isNaN(row.responseCode) ? 1 : 0);
    this.number(row.responseCode);
    for (const part of hasOwnTime ? parts : partsWithoutTime) {
      const column = columnIndex[part];
      const start = row.start(column);
      const stop = row.stop(column);
      // The sizes tell where one part ends and the next begins: texts may hold any character.
      this.number(stop - start);
      scratch.append(row.bytesOf(column), start, stop);
    }
    return (hasOwnTime ? textDecoder : byteDecoder).decode(scratch.written());
  }

  /** Appends 32 bits of a number, seven a byte, which is ASCII whatever the number. */
  private number(value: number): void {
    const { scratch } = this;
    scratch.room(5);
    const { bytes, length } = scratch;
    bytes[length] = value & 0x7f;
    bytes[length + 1] = (value >>> 7) & 0x7f;
    bytes[length + 2] = (value >>> 14) & 0x7f;
    bytes[length + 3] = (value >>> 21) & 0x7f;
    bytes[length + 4] = value >>> 28;
    scratch.length = length + 5;
  }
}
