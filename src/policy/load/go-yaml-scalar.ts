/** What go-yaml makes of a scalar on the way to JSON; `unsupported` has no form in JSON (NaN, infinities). */
export type Scalar =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'unsupported'; readonly text: string };

const words = new Map<string, Scalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, { kind: 'null' }] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, { kind: 'bool', value: true }] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, { kind: 'bool', value: false }] as const,
  ),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, { kind: 'unsupported', text: 'NaN' }] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(
    (word) => [word, { kind: 'unsupported', text: '+Inf' }] as const,
  ),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, { kind: 'unsupported', text: '-Inf' }] as const),
]);

const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const bases = [16, 2, 8, 10] as const;

/** Resolves a plain scalar as go-yaml v2 does: YAML 1.1's booleans and octals, no base 60, dates stay text. */
export function resolvePlain(text: string): Scalar {
  const word = words.get(text);
  if (word) return word;
  if (!/^[-+.0-9]/.test(text)) return { kind: 'string', value: text };
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  const whole = integer.exec(plain);
  if (whole) {
    const at = bases.findIndex((_, index) => whole[index + 2] !== undefined);
    const digits = whole[at + 2] ?? '';
    const prefix = { 16: '0x', 2: '0b', 8: '0o', 10: '' }[bases[at] ?? 10];
    const magnitude = BigInt(prefix + digits);
    const value = whole[1] === '-' ? -magnitude : magnitude;
    if (value >= -(2n ** 63n) && value < 2n ** 64n) return { kind: 'number', text: String(value) };
  }
  if (float.test(plain)) return finite(Number(plain), text);
  return { kind: 'string', value: text };
}

function finite(value: number, text: string): Scalar {
  // strconv.ParseFloat reports a range error, so go-yaml leaves the text alone.
  return Number.isFinite(value) ? { kind: 'number', text: goFloat(value) } : { kind: 'string', value: text };
}

/** Writes a float as Go's encoding/json: an exponent below 1e-6 and from 1e21 on, at least two digits when negative and large. */
function goFloat(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0 || (magnitude >= 1e-6 && magnitude < 1e21)) return String(value);
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}
