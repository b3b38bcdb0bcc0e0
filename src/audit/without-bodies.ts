import { invariant } from '../base/index.ts';
import { foldKey } from './json/canonical.ts';
import { Scanner } from './json/scan.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Members of an event that are bodies, as Go folds their names. */
const bodies: ReadonlySet<string> = new Set(['requestobject', 'responseobject']);
/**
 * Annotations that repeat pieces of a body: the patches of mutating webhooks, which kube-apiserver writes at the level Request
 * and above only.
 */
export const bodyAnnotationPrefix = 'patch.webhook.admission.k8s.io/';

/**
 * An event without its bodies: request and response object, and annotations that repeat pieces of them, are cut out of the
 * bytes, and the rest stays as it came. `bytes` hold an event that was read before.
 */
export function withoutBodies(bytes: Uint8Array): Uint8Array {
  const scanner = new Scanner();
  scanner.reset(bytes, bytes.length);
  const event = keptMembers(scanner, scanner.skipBlanks(0), (key, at, after) => {
    const name = foldKey(key);
    if (bodies.has(name)) return undefined;
    if (name !== 'annotations' || bytes[at] !== 0x7b) return bytes.subarray(at, after);
    const { json, kept } = keptMembers(scanner, at, (annotation, from, to) =>
      annotation.startsWith(bodyAnnotationPrefix) ? undefined : bytes.subarray(from, to),
    );
    // Go leaves an empty map out.
    return kept === 0 && after - at > 2 ? undefined : json;
  });
  return event.json;
}

interface KeptMembers {
  readonly json: Uint8Array;
  /** Members that it has. */
  readonly kept: number;
}

/** The object at `start` with the values that `valueOf` gives for its members; those for which it gives none are left out. */
function keptMembers(
  scanner: Scanner,
  start: number,
  valueOf: (key: string, at: number, after: number) => Uint8Array | undefined,
): KeptMembers {
  const { bytes } = scanner;
  const pieces: Uint8Array[] = [];
  let isWhole = true;
  let at = scanner.skipBlanks(start + 1);
  let kept = 0;
  while (bytes[at] !== 0x7d) {
    const afterKey = scanner.skipString(at);
    const value = scanner.skipBlanks(scanner.skipBlanks(afterKey) + 1);
    const after = scanner.skipValue(value);
    invariant(afterKey > 0 && after > 0, 'a stored event is JSON');
    const taken = valueOf(String(JSON.parse(decoder.decode(bytes.subarray(at, afterKey)))), value, after);
    if (taken) {
      if (kept > 0) pieces.push(comma);
      pieces.push(bytes.subarray(at, value), taken);
      kept += 1;
    }
    isWhole &&= taken?.length === after - value;
    at = scanner.skipBlanks(after);
    if (bytes[at] === 0x2c) at = scanner.skipBlanks(at + 1);
  }
  return { json: isWhole ? bytes.subarray(start, at + 1) : joined([open, ...pieces, close]), kept };
}

const [open, comma, close] = [Uint8Array.of(0x7b), Uint8Array.of(0x2c), Uint8Array.of(0x7d)];

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
