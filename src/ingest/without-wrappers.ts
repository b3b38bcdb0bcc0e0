import { gunzipSync } from 'node:zlib';
import { splitBody } from '../audit/index.ts';
import { createLogReader } from '../formats/index.ts';

/** What one message of a log service unpacks to. */
const maxMessageBytes = 32 << 20;

/**
 * A dead letter as a body to try again: wrappers taken off as `import` takes them, where an event is in one. Whoever sent it may have sent the
 * lines of a log as they stood. All else is as it was, lest one letter become another.
 */
export function withoutWrappers(bytes: Uint8Array): Uint8Array {
  const reader = createLogReader({ tools: { gunzip }, maxRecordBytes: bytes.length + 1 });
  const unwrapped = Buffer.concat([...reader.push(bytes), ...reader.end()].map((piece) => piece.bytes));
  return splitBody(unwrapped).pieces.some(({ reason }) => !reason) ? unwrapped : bytes;
}

function gunzip(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxMessageBytes });
  } catch {
    return undefined;
  }
}
