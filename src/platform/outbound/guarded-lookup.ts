import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressGuard } from './address-guard.ts';
import { refusedAddress } from './failures.ts';

/** Gives all addresses of a host, as `dns.lookup` does. */
export type Resolver = (host: string) => Promise<readonly LookupAddress[]>;

/** Only addresses that are allowed are given to who connects; none at all is an error that says why. */
export function guardedLookup(guard: AddressGuard, resolve: Resolver): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (found) => {
        const wanted = found.filter(({ family }) => !options.family || family === options.family);
        const allowed = wanted.filter(({ address }) => guard.allows(address));
        const [first] = allowed;
        if (first === undefined) callback(refusedAddress(wanted[0]?.address ?? host), '', 4);
        else if (options.all === true) callback(null, [...allowed]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), '', 4),
    );
  };
}

/** Asks the system, as every program does. */
export function resolveBySystem(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => {
      if (error) reject(error);
      else resolve(addresses);
    });
  });
}
