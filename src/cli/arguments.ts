import { InvalidArgumentError } from 'commander';

/** Reads a whole number that was given as an option's value. */
export function parseWhole(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}

/** Reads a whole number of at least 1 that was given as an option's value. */
export function parseCount(text: string): number {
  const count = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new InvalidArgumentError('expected a whole number from 1 on.');
  return count;
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1000,
  kb: 1000,
  ki: 1024,
  kib: 1024,
  m: 1e6,
  mb: 1e6,
  mi: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1e9,
  gb: 1e9,
  gi: 1024 ** 3,
  gib: 1024 ** 3,
  t: 1e12,
  tb: 1e12,
  ti: 1024 ** 4,
  tib: 1024 ** 4,
};

/** Reads a number of bytes, maybe with a unit: `500MB` is decimal, `512Mi` and `512MiB` are binary, as in Kubernetes. */
export function parseBytes(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/.exec(text) ?? [];
  const bytes = Math.round(Number(amount) * (units[unit?.toLowerCase() ?? ''] ?? Number.NaN));
  if (!Number.isSafeInteger(bytes) || bytes < 1)
    throw new InvalidArgumentError('expected bytes such as 500MB or 4GiB.');
  return bytes;
}

/** Adds a value to those that the same option was given before. */
export function collect(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

/** Reads the URL of something that is called by HTTP. */
export function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new InvalidArgumentError('expected an http or https URL.');
  return url;
}

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Reads HOST:PORT. */
export function parseAddress(text: string): Address {
  const [, bracketed, plain, digits] = /^(?:\[([0-9A-Fa-f:.%\w]+)\]|([^:[\]\s]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits ?? Number.NaN);
  if (!(port >= 0 && port <= 65_535)) throw new InvalidArgumentError('expected HOST:PORT, such as 0.0.0.0:7480.');
  // `:7480` is every address, as in Go's servers.
  return { host: bracketed ?? (plain === undefined || plain === '' ? '::' : plain), port };
}
