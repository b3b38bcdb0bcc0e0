import { words } from '../base/index.ts';
import type { Socket } from 'node:net';
import { z } from 'zod';
import type { Connector } from '../platform/index.ts';
import type { SecretMember } from './secret-member.ts';
import { hasNoPassword, Pem } from './webhook-members.ts';

/** What is told of any syslog server. */
export const syslogMembers = {
  url: z
    .url({ protocol: /^(tcp|tls)$/ })
    .max(2048)
    .refine((url) => URL.parse(url)?.port !== '', words`expected a port`)
    .refine(hasNoPassword, words`expected no password in the address`)
    .describe('`tcp://HOST:PORT` or `tls://HOST:PORT`'),
  facility: z.number().int().min(0).max(23).default(13).describe('A number of RFC 5424; 13 is log audit'),
  ca: Pem.exactOptional().describe("PEM: who vouches for the other side in place of the system's authorities"),
  certificate: Pem.exactOptional().describe('PEM: what the other side is shown; its key is `privateKey`'),
} as const;

/** What a message may say that it comes from. */
export const SyslogHostname = z.string().regex(/^[!-~]{1,255}$/);

export const syslogSecret: SecretMember = {
  name: 'privateKey',
  meaning: 'PEM: of `certificate`',
  isRequired: false,
  neededBy: 'certificate',
  value: Pem,
};

interface SyslogServer {
  readonly settings: { readonly url: string; readonly ca?: string; readonly certificate?: string };
  readonly secrets: Readonly<Record<string, string>>;
  readonly connector: Connector;
  readonly signal: AbortSignal;
}

/** Connects to a syslog server. Rejects as the connector does. */
export function connectSyslog({ settings, secrets, connector, signal }: SyslogServer): Promise<Socket> {
  const { ca, certificate: cert } = settings;
  const { privateKey: key } = secrets;
  const { hostname: host, port, protocol } = new URL(settings.url);
  const tls = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
  return connector.connect({ host, port: Number(port), ...(protocol === 'tls:' ? { tls } : {}), signal });
}
