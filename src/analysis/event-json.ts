import type { StoredEvent } from '../store/index.ts';

/** Tells a caller without bodies that an event may have had some: of each event the same, so that it tells nothing of any. */
const redacted = ',"__redacted__":["requestObject","responseObject"]';

/**
 * An event as the API gives it: the bytes received, with what the store knows spliced in before the last brace. No number
 * in it is rewritten and no key reordered.
 */
export function eventJson(event: StoredEvent, clusterName: string): Buffer {
  const seconds = Math.floor(event.timeMicros / 1_000_000);
  const nanos = Math.round(event.timeMicros - seconds * 1_000_000) * 1000;
  const received = event.receivedAtMicros / 1_000_000;
  const wrapper = event.wrapper === '' ? '' : `,"__wrapper__":${event.wrapper}`;
  const more = `,"__time__":${seconds},"__time_ns_part__":${nanos},"__receive_time__":${received},"__cluster__":${JSON.stringify(clusterName)}${wrapper}${event.isRedacted ? redacted : ''}}`;
  const bytes = Buffer.from(event.bytes.buffer, event.bytes.byteOffset, event.bytes.byteLength);
  return Buffer.concat([bytes.subarray(0, bytes.lastIndexOf(0x7d)), Buffer.from(more)]);
}
