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
  private scratch = new Uint8Array(4096);

  /** The identity of a row, as text that is for comparing only. */
  identityOf(row: EventRow): string {
    let at = 0;
    let sizes = '';
    for (const part of row.hasOwnTime ? parts : partsWithoutTime) {
      const column = columnIndex[part];
      const start = row.start(column);
      const size = row.stop(column) - start;
      this.room(at, size);
      const bytes = row.bytesOf(column);
      for (let index = 0; index < size; index += 1) this.scratch[at + index] = bytes[start + index] as number;
      at += size;
      // The sizes tell where one part ends and the next begins: texts may hold any character.
      sizes += `,${size}`;
    }
    const bytes = this.scratch.subarray(0, at);
    if (row.hasOwnTime) return `${row.time},${row.responseCode}${sizes},${textDecoder.decode(bytes)}`;
    return `,${row.responseCode}${sizes},${byteDecoder.decode(bytes)}`;
  }

  private room(used: number, size: number): void {
    if (used + size <= this.scratch.length) return;
    const grown = new Uint8Array((used + size) * 2);
    grown.set(this.scratch.subarray(0, used));
    this.scratch = grown;
  }
}
