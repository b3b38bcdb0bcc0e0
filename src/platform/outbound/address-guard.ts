import { BlockList, isIP, isIPv4 } from 'node:net';

/** Says which addresses may be called. */
export interface AddressGuard {
  /** False for what is not on the internet, unless the operator has listed it, and for what is no address. */
  allows(address: string): boolean;
}

/** What IANA's registry of special IPv4 addresses does not call globally reachable, and multicast. */
const specialIPv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Of IPv6 this alone is the internet: loopback, local, multicast, IPv4-mapped and NAT64 addresses are outside. */
const globalIPv6 = '2000::/3';
/** Within it: tunnels, which carry an IPv4 address that is not looked at, and documentation. */
const specialIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** Makes a guard that allows the networks that are listed besides the internet. Gives the text that is no network. */
export function createAddressGuard(allowed: readonly string[]): AddressGuard | { readonly notANetwork: string } {
  const listed = new BlockList();
  for (const network of allowed) if (!addNetwork(listed, network)) return { notANetwork: network };
  const special = listOf([...specialIPv4, ...specialIPv6]);
  const global = listOf([globalIPv6]);
  return {
    allows: (address) => {
      const [plain = ''] = address.split('%');
      if (isIP(plain) === 0) return false;
      const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
      if (listed.check(plain, family)) return true;
      return !special.check(plain, family) && (family === 'ipv4' || global.check(plain, family));
    },
  };
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) addNetwork(list, network);
  return list;
}

function addNetwork(list: BlockList, network: string): boolean {
  const [, address = '', length] = /^([\da-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(network) ?? [];
  const bits = isIP(address) === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  if (isIP(address) === 0 || prefix > bits) return false;
  list.addSubnet(address, prefix, bits === 32 ? 'ipv4' : 'ipv6');
  return true;
}
