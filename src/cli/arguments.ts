import { InvalidArgumentError } from 'commander';

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
