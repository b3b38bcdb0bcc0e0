import type { Socket } from 'node:net';
import { z } from 'zod';
import type { ChannelType } from '../channel.ts';
import type { Message, MessageSeverity } from '../message.ts';
import { headingOf, linesOf, oneLine } from './plain-text.ts';
import { syslogText } from '../syslog-frame.ts';
import { connectSyslog, SyslogHostname, syslogMembers, syslogSecret } from '../syslog-server.ts';
import { renderWithin } from './shorten.ts';

const Settings = z.strictObject({
  ...syslogMembers,
  hostname: SyslogHostname.exactOptional().describe(
    'What the message says that it comes from; left out: the name of this host',
  ),
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
  secrets: [syslogSecret],
  limits: () => ({ bytes: 8192 }),
  send: async ({ message, settings, secrets, key, bytes, now, connector, clock, signal }) => {
    const socket = await connectSyslog({ settings, secrets, connector, signal });
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
