import { isIPv6 } from 'node:net';
import type { Clock } from '../../platform/index.ts';
import { createFailureCounter } from './failure-counter.ts';

/** Failures that are forgiven within the window: of a name from an address, and of an address with any name. */
const allowed = { pair: 5, address: 30 };
const windowMs = 15 * 60_000;

/** An attempt that may be made, counted as failed until it is known to be right. */
export interface Attempt {
  /** Takes back what was counted: it was right, or was not looked at. */
  forgive(): void;
}

/** Counts failed attempts to sign in. It lives in memory: a restart forgives. */
export interface Attempts {
  /**
   * Counts an attempt as failed, or gives the seconds to wait where there were too many. It is counted before the password is
   * looked at, so that attempts sent at once cannot all pass; one that may not be made is not counted.
   */
  begin(name: string, address: string): Attempt | { readonly retryAfterSeconds: number };
}

/** Makes a counter with nothing in it. */
export function createAttempts(clock: Clock): Attempts {
  const pairs = createFailureCounter({ clock, windowMs, allowed: allowed.pair });
  const networks = createFailureCounter({ clock, windowMs, allowed: allowed.address });
  return {
    begin: (name, address) => {
      const network = networkOf(address);
      const pair = `${network} ${name.toLowerCase().slice(0, 200)}`;
      const waitMs = Math.max(pairs.waitMs(pair), networks.waitMs(network));
      if (waitMs > 0) return { retryAfterSeconds: Math.ceil(waitMs / 1000) };
      const taken = [pairs.add(pair), networks.add(network)];
      return { forgive: () => taken.forEach((takeBack) => takeBack()) };
    },
  };
}

/** An IPv4 address, also one in IPv6's clothes, or the /64 of an IPv6 one: its holder has all addresses of that. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const before = head.split(':').filter((group) => group !== '');
  const after = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
