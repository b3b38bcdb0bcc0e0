import { startsWith } from '../audit/index.ts';

const encoder = new TextEncoder();
const heads = ['{"kind":"Event","apiVersion":"audit.k8s.io/v1beta1",'].map((head) => encoder.encode(head));
for (const level of ['Metadata', 'RequestResponse', 'Request', 'None'])
  heads.push(encoder.encode(`{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"${level}",`));
const user = encoder.encode('"user":{');
/** An event has its user within these bytes, unless its URI is very long. */
const userWithin = 8 << 10;

/**
 * Whether a line is plainly an event as kube-apiserver writes it, so that it need not be looked at as something else. Records of log
 * stores have the members of an event too: another level, or the user as text.
 */
export function isPlainEvent(bytes: Uint8Array, at: number, to: number): boolean {
  if (!heads.some((head) => startsWith(bytes, at, head))) return false;
  const end = Math.min(to, at + userWithin) - user.length;
  for (let quote = at; quote <= end; quote += 1)
    if (
      bytes[quote] === 0x22 &&
      bytes[quote + 5] === 0x22 &&
      bytes[quote + 1] === 0x75 &&
      startsWith(bytes, quote, user)
    )
      return true;
  return false;
}
