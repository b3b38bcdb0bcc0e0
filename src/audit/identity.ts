import type { ColumnName } from './columns.ts';
import { columnIndex, type EventRow } from './event-row.ts';

const decoder = new TextDecoder('latin1');
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
    for (const part of row.hasOwnTime ? parts : partsWithoutTime) {
      const column = columnIndex[part];
      const size = row.stop(column) - row.start(column);
      this.room(at, size + 1);
      this.scratch.set(row.bytesOf(column).subarray(row.start(column), row.stop(column)), at);
      at += size;
      // A byte that no UTF-8 text holds keeps neighbours apart.
      this.scratch[at] = 0xff;
      at += 1;
    }
    const time = row.hasOwnTime ? row.time : '';
    return `${decoder.decode(this.scratch.subarray(0, at))}${time}\u00ff${row.responseCode}`;
  }

  private room(used: number, size: number): void {
    if (used + size <= this.scratch.length) return;
    const grown = new Uint8Array((used + size) * 2);
    grown.set(this.scratch.subarray(0, used));
    this.scratch = grown;
  }
}
