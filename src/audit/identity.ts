import type { ColumnName } from './columns.ts';
import { columnIndex, type EventRow } from './event-row.ts';

const decoder = new TextDecoder('latin1');
const parts: readonly ColumnName[] = ['audit_id_text', 'stage', 'user_username', 'verb', 'request_uri'];
let scratch = new Uint8Array(4096);

/**
 * The identity of an event within its cluster: auditID, stage, stage time, who, verb, URI and code. auditID alone is chosen by
 * the client. By log and by webhook, as v1 and as v1beta1, whole and truncated, the same event has the same identity.
 * The text is for comparing only.
 */
export function identityOf(row: EventRow): string {
  let at = 0;
  for (const part of parts) {
    const column = columnIndex[part];
    const size = row.stop(column) - row.start(column);
    if (at + size + 1 > scratch.length) {
      const grown = new Uint8Array((at + size + 1) * 2);
      grown.set(scratch);
      scratch = grown;
    }
    scratch.set(row.bytesOf(column).subarray(row.start(column), row.stop(column)), at);
    at += size;
    // A byte that no UTF-8 text holds keeps neighbours apart.
    scratch[at] = 0xff;
    at += 1;
  }
  return `${decoder.decode(scratch.subarray(0, at))}${row.time}\u00ff${row.responseCode}`;
}
