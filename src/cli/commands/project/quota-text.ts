import { parseBytes, parseWhole } from '../../arguments.ts';

const unlimited = 'unlimited';

/** A quota as it is given. The parser of options would take a null for nothing at all. */
export type GivenQuota = number | typeof unlimited;

/** Reads a quota: a whole number, or that there is none. */
export function parseQuota(text: string): GivenQuota {
  return text === unlimited ? unlimited : parseWhole(text);
}

/** Reads a quota of bytes. */
export function parseBytesQuota(text: string): GivenQuota {
  if (text === unlimited) return unlimited;
  return text === '0' ? 0 : parseBytes(text);
}

/** A quota as the API takes it. */
export function mostOf(given: GivenQuota): number | null {
  return given === unlimited ? null : given;
}

/** What is used of a quota, for people: `3 of 5`, and the number alone where it is unlimited. */
export function usedOf(
  used: number | undefined,
  most: number | null,
  format: (value: number) => string = String,
): string {
  const parts = [used === undefined ? '?' : format(used), most === null ? undefined : format(most)];
  return parts.filter((part) => part !== undefined).join(' of ');
}
