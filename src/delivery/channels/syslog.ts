import type { Socket } from 'node:net';
import { z } from 'zod';
import type { ChannelType } from '../channel.ts';
import type { Message, MessageSeverity } from '../message.ts';
import { headingOf, linesOf, oneLine } from './plain-text.ts';
import { syslogText } from '../syslog-frame.ts';
import { renderWithin } from './shorten.ts';

const Settings = z.strictObject({
  url: z
    .url({ protocol: /^(tcp|tls)$/ })
    .max(2048)
    .refine((url) => URL.parse(url)?.port !== '', 'expected a port')
    .describe('`tcp://HOST:PORT` or `tls://HOST:PORT`'),
  facility: z.number().int().min(0).max(23).default(13).describe('A number of RFC 5424; 13 is log audit'),
  hostname: z
    .string()
    .regex(/^[!-~]{1,255}$/)
    .exactOptional()
    .describe('What the message says that it comes from; left out: the name of this host'),
  ca: z
    .string()
    .max(65_536)
    .exactOptional()
    .describe("PEM: who vouches for the other side in place of the system's authorities"),
  certificate: z
    .string()
    .max(65_536)
    .exactOptional()
    .describe('PEM: what the other side is shown; its key is `privateKey`'),
});
type SyslogSettings = z.output<typeof Settings>;

const severities: Readonly<Record<MessageSeverity, number>> = { critical: 2, high: 3, medium: 4, low: 5, report: 6 };
/** How long the other side may take to say that it does not want what was written. */
const refusalMs = 1000;

/**
 * A syslog server, RFC 5424 over TCP (RFC 6587, octet counting) or TLS (RFC 5425). It answers nothing: what is lost after it was written is
 * not known, so each message arrives once at most.
 */
export const syslog: ChannelType<SyslogSettings> = {
  type: 'syslog',
  settings: Settings,
  secrets: [{ name: 'privateKey', meaning: 'PEM: of `certificate`', isRequired: false, value: z.string().max(65_536) }],
  limits: () => ({ bytes: 8192 }),
  send: async ({ message, settings, secrets, key, bytes, now, connector, clock, signal }) => {
    const { ca, certificate: cert } = settings;
    const { privateKey } = secrets;
    const url = new URL(settings.url);
    const tls = { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }) };
    const socket = await connector.connect({
      host: url.hostname,
      port: Number(url.port),
      ...(url.protocol === 'tls:' ? { tls: { ...tls, ...(privateKey === undefined ? {} : { key: privateKey }) } } : {}),
      signal,
    });
    const text = renderWithin(bytes, message, (shown) => syslogMessage(shown, { settings, key, now }));
    await write(socket, `${Buffer.byteLength(text)} ${text}`, () => clock.sleep(refusalMs, signal));
    return { kind: 'delivered', answer: '' };
  },
};

/** Rejects with the socket's error; resolves when the other side has closed, or has said nothing against it for a while. */
async function write(socket: Socket, frame: string, wait: () => Promise<void>): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => resolve());
      socket.resume().end(frame, () => void wait().then(resolve));
    });
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

interface SyslogHead {
  readonly settings: Pick<SyslogSettings, 'facility' | 'hostname'>;
  readonly key: string;
  readonly now: number;
}

/** One message of RFC 5424, on one line. */
function syslogMessage(message: Message, { settings, key, now }: SyslogHead): string {
  const { labels, problem = '', severity, kind } = message;
  const facts = message.facts.map(({ name, value }) => `${oneLine(name)}: ${oneLine(value)}`);
  const links = message.links.map(({ url }) => url);
  const parameters = Object.entries({ ...labels, problem, severity, key });
  return syslogText({
    facility: settings.facility,
    severity: severities[severity],
    time: new Date(now).toISOString(),
    hostname: settings.hostname,
    application: 'whodunit',
    messageId: kind.toUpperCase(),
    parameters: Object.fromEntries(parameters.map(([name, value]) => [name, oneLine(value)])),
    text: [headingOf(message), ...linesOf(message.text).filter(Boolean), ...facts, ...links].join(' | '),
  });
}
