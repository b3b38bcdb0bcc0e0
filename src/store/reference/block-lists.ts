import { isIP } from 'node:net';
import type { Engine } from '../../engine/index.ts';
import { replaceReference } from './reference-rows.ts';

/** What an operator holds for unsafe: networks (an address is one), domains in lower case, URLs. */
export interface BlockLists {
  readonly networks: ReadonlySet<string>;
  readonly domains: ReadonlySet<string>;
  readonly urls: ReadonlySet<string>;
  /** Lines that are none of these, by number from 1. */
  readonly unreadable: readonly number[];
}

const domainPattern = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)+[a-z][a-z0-9-]{1,62}\.?$/;

/** Reads a list with an address, network, domain or URL a line; # begins a comment. A domain holds for those below it. */
export function parseBlockList(text: string): BlockLists {
  const [networks, domains, urls] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const unreadable: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const entry = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (entry === '') continue;
    const network = networkOf(entry);
    if (network !== null) networks.add(network);
    else if (/^[a-z][a-z0-9+.-]*:\/\//i.test(entry)) urls.add(entry);
    else if (domainPattern.test(entry.toLowerCase())) domains.add(entry.toLowerCase().replace(/^\*\.|\.$/g, ''));
    else unreadable.push(index + 1);
  }
  return { networks, domains, urls, unreadable };
}

function networkOf(entry: string): string | null {
  const [address = '', bits, ...rest] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return null;
  const most = version === 4 ? 32 : 128;
  if (bits === undefined) return `${address}/${most}`;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? entry : null;
}

/** Puts lists in the place of those that `security_check_…` look up. */
export async function replaceBlockLists(engine: Engine, lists: BlockLists): Promise<void> {
  await replaceReference(
    engine,
    'blocked_networks',
    [...lists.networks].map((network) => [network, 1]),
  );
  const names = [
    ...[...lists.domains].map((name) => ['domain', name, 1] as const),
    ...[...lists.urls].map((name) => ['url', name, 1] as const),
  ];
  await replaceReference(engine, 'blocked_names', names);
}
