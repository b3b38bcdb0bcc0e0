import { isIPv6 } from 'node:net';
import type { Clock } from '../../platform/index.ts';

/** Failures that are forgiven within the window: of a name from an address, and of an address with any name. */
const allowed = { pair: 5, address: 30 };
const windowMilliseconds = 15 * 60_000;
/** Keys that are remembered; the oldest is forgotten first. */
const rememberedKeys = 20_000;

/** Counts failed attempts to sign in. It lives in memory: a restart forgives. */
export interface Attempts {
  /**
   * Counts an attempt as failed and gives undefined, or gives the seconds to wait where there were too many. It is counted
   * before the password is looked at, so that attempts sent at once cannot all pass.
   */
  begin(name: string, address: string): number | undefined;
  /** Takes back what was counted, for an attempt that was right. */
  succeed(name: string, address: string): void;
}

interface Count {
  failures: number;
  /** Unix milliseconds at which it is forgotten. */
  until: number;
}

/** Makes a counter with nothing in it. */
export function createAttempts(clock: Clock): Attempts {
  const counts = new Map<string, Count>();

  function countOf(key: string): Count {
    const known = counts.get(key);
    if (known !== undefined && known.until > clock.now()) return known;
    const count = { failures: 0, until: clock.now() + windowMilliseconds };
    counts.delete(key);
    counts.set(key, count);
    const [oldest] = counts.keys();
    if (counts.size > rememberedKeys && oldest !== undefined) counts.delete(oldest);
    return count;
  }

  return {
    begin: (name, address) => {
      const network = networkOf(address);
      const pair = countOf(pairKey(name, network));
      const all = countOf(network);
      if (pair.failures >= allowed.pair) return secondsUntil(pair.until, clock);
      if (all.failures >= allowed.address) return secondsUntil(all.until, clock);
      pair.failures += 1;
      all.failures += 1;
      return undefined;
    },
    succeed: (name, address) => {
      const network = networkOf(address);
      counts.delete(pairKey(name, network));
      const all = countOf(network);
      all.failures = Math.max(0, all.failures - 1);
    },
  };
}

function pairKey(name: string, network: string): string {
  return `${network} ${name.toLowerCase().slice(0, 200)}`;
}

function secondsUntil(time: number, clock: Clock): number {
  return Math.max(1, Math.ceil((time - clock.now()) / 1000));
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
