import { ByteBuffer } from './byte-buffer.ts';
import type { ColumnName } from './columns.ts';
import { columnIndex, type EventRow } from './event-row.ts';

const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Several times slower; received bytes may be no UTF-8. */
const byteDecoder = new TextDecoder('latin1');
const parts: readonly ColumnName[] = ['audit_id_text', 'stage', 'user_username', 'verb', 'request_uri'];
/** An event without a time of its own has no layout either: its bytes tell it from others, and are the same when it is sent again. */
const partsWithoutTime: readonly ColumnName[] = [...parts, 'raw'];
const sizeOfNumber = 5;

/**
 * Appends what tells an event from others of its cluster: auditID, stage, stage time, who, verb, URI and code. auditID alone is
 * chosen by the client. By log and by webhook, as v1 and as v1beta1, whole and truncated, the same event has the same identity.
 */
export function writeIdentity(row: EventRow, target: ByteBuffer): void {
  const { hasOwnTime } = row;
  const high = hasOwnTime ? Math.floor(row.time / 2 ** 28) : -1;
  writeNumber(high, target);
  writeNumber(hasOwnTime ? row.time - high * 2 ** 28 : 0, target);
  writeNumber(Number.isNaN(row.responseCode) ? 1 : 0, target);
  writeNumber(row.responseCode, target);
  for (const part of hasOwnTime ? parts : partsWithoutTime) {
    const column = columnIndex[part];
    const start = row.start(column);
    const stop = row.stop(column);
    // The sizes tell where one part ends and the next begins: texts may hold any character.
    writeNumber(stop - start, target);
    target.append(row.bytesOf(column), start, stop);
  }
}

/** An identity as text that is for comparing only. */
export function identityText(bytes: Uint8Array): string {
  // Only the -1 that stands for a missing time has its highest bits set.
  const hasOwnTime = bytes[sizeOfNumber - 1] === 0;
  return (hasOwnTime ? textDecoder : byteDecoder).decode(bytes);
}

/** Appends 32 bits of a number, seven a byte, which is ASCII whatever the number. */
function writeNumber(value: number, target: ByteBuffer): void {
  target.room(sizeOfNumber);
  const { bytes, length } = target;
  bytes[length] = value & 0x7f;
  bytes[length + 1] = (value >>> 7) & 0x7f;
  bytes[length + 2] = (value >>> 14) & 0x7f;
  bytes[length + 3] = (value >>> 21) & 0x7f;
  bytes[length + 4] = value >>> 28;
  target.length = length + sizeOfNumber;
}

/** The identities of rows as text. */
export class IdentityReader {
  private readonly scratch = new ByteBuffer(4096);

  identityOf(row: EventRow): string {
    this.scratch.reset();
    writeIdentity(row, this.scratch);
    return identityText(this.scratch.written());
  }
}
