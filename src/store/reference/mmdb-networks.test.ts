import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { type CountryResponse, Reader } from 'mmdb-lib';
import { describe, expect, test } from 'vitest';
import { networksOf } from './mmdb-networks.ts';

const shipped = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country';
const read = (kind: string) => readFileSync(createRequire(import.meta.url).resolve(`${shipped}-${kind}.mmdb`));

type Country = CountryResponse & { readonly country_code?: string };

function text(value: bigint, bits: number): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  return Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - index * 16)) & 0xffffn).toString(16)).join(
    ':',
  );
}

/** The country of the longest network that holds an address. */
function countryIn(networks: ReadonlyMap<string, Country | null>, address: bigint, bits: number): string | undefined {
  for (let length = bits; length >= 0; length--) {
    const rest = BigInt(bits - length);
    const record = networks.get(`${text((address >> rest) << rest, bits)}/${length}`);
    if (record !== undefined) return record?.country_code;
  }
  return undefined;
}

describe('the networks of the shipped countries', () => {
  test.each([
    // Of IPv6 the addresses that registries gave out first: most of the others are nobody's.
    ['ipv4', 32, 0n, 32n],
    ['ipv6', 128, 0x2001_0200n << 96n, 123n],
  ] as const)('say of any address what a look-up in the file says: %s', (kind, bits, first, range) => {
    const file = read(kind);
    const reader = new Reader<Country>(file);
    const networks = new Map([...networksOf<Country>(file, bits)].map(({ prefix, record }) => [prefix, record]));
    expect(networks.size).toBeLessThan(reader.metadata.nodeCount * 0.6);
    const addresses = fc.bigInt({ min: 0n, max: (1n << range) - 1n }).map((offset) => first + offset);
    const seen = new Set<string | undefined>();
    fc.assert(
      fc.property(addresses, (address) => {
        const country = countryIn(networks, address, bits);
        seen.add(country);
        expect(country).toBe(reader.get(text(address, bits))?.country_code);
      }),
      { numRuns: 1000 },
    );
    expect(seen.size).toBeGreaterThan(2);
  });

  test('a file of one protocol has none of the other', () => {
    expect([...networksOf(read('ipv4'), 128)]).toEqual([]);
  });
});
