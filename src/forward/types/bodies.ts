import { said, textOf } from '../../base/index.ts';
import type { ForwardedEvent } from '../destination-type.ts';
import type { Refusal } from '../outcome.ts';

const comma = Buffer.from(',');
const newline = Buffer.from('\n');
const listHead = Buffer.from('{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[');
const listEnd = Buffer.from(']}');

/** The list that kube-apiserver's webhook sends. Each event stands in it byte for byte as it was received. */
export function eventListOf(events: readonly ForwardedEvent[]): Uint8Array {
  const items = events.flatMap(({ body }, index) => (index === 0 ? [body] : [comma, body]));
  return Buffer.concat([listHead, ...items, listEnd]);
}

/** A line each. A line break that stands between the members of an event is a blank then. */
export function linesOf(events: readonly ForwardedEvent[]): Uint8Array {
  return Buffer.concat(events.flatMap(({ body }) => [onOneLine(body), newline]));
}

/** JSON has no line breaks but between its members. */
export function onOneLine(json: Uint8Array): Uint8Array {
  // Those of a buffer are faster by far.
  const { buffer, byteOffset, length } = json;
  const bytes = Buffer.from(buffer, byteOffset, length);
  if (!bytes.includes(0x0a) && !bytes.includes(0x0d)) return json;
  return json.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte));
}

/** The lines of those events whose line is not too long; the others are refused. */
export function linesFitting(
  events: readonly ForwardedEvent[],
  mostBytes: number,
  lineOf: (event: ForwardedEvent) => string,
): { readonly body: Uint8Array; readonly refused: readonly Refusal[] } {
  const lines: Uint8Array[] = [];
  const refused: Refusal[] = [];
  for (const [index, event] of events.entries()) {
    const line = Buffer.from(lineOf(event));
    if (line.length <= mostBytes) lines.push(onOneLine(line), newline);
    else refused.push({ index, answer: textOf(said`its line has ${line.length} bytes, and ${mostBytes} are taken`) });
  }
  return { body: Buffer.concat(lines), refused };
}
