// How Go's flag packages read values (strconv, time): kube-apiserver stops at the first value that they refuse.

const unitSeconds: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** Reads a Go duration such as `1m30s` or `500ms` and gives seconds; undefined where Go refuses it. */
export function parseDuration(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '');
  if (body === '0') return 0;
  if (body === '' || !/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of body.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g))
    seconds += Number(amount) * (unitSeconds[unit ?? ''] ?? Number.NaN);
  return sign * seconds;
}

/** Writes seconds as a Go duration: whole milliseconds, largest units first. */
export function formatDuration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  if (milliseconds % 1000 !== 0) return `${milliseconds}ms`;
  return `${milliseconds / 1000}s`;
}

/** Reads an integer as Go's ParseInt with base 0 does: decimal, 0x, 0o, 0b, underscores between digits. */
export function parseInteger(text: string): number | undefined {
  const match =
    /^([+-]?)(0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[bB]_?[01]+(?:_[01]+)*|0[oO]?_?[0-7]+(?:_[0-7]+)*|\d+(?:_\d+)*)$/.exec(
      text,
    );
  const digits = match?.[2]?.replaceAll('_', '');
  if (digits === undefined) return undefined;
  const octal = /^0\d+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const value = Number(octal);
  if (!Number.isSafeInteger(value)) return undefined;
  return match?.[1] === '-' ? -value : value;
}

/** Reads a boolean as Go's ParseBool does. */
export function parseBoolean(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  return undefined;
}

/** Reads a finite decimal number; hexadecimal floats and infinities, which Go takes too, are nobody's throttle. */
export function parseNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}
