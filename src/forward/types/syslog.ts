import type { Socket } from 'node:net';
import { z } from 'zod';
import { formatMicroTime } from '../../audit/index.ts';
import { Pem, syslogFrame } from '../../delivery/index.ts';
import type { DestinationType, ForwardedEvent } from '../destination-type.ts';
import { readFacts } from '../shapes/summary.ts';
import { onOneLine } from './bodies.ts';

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
    .describe('What a message says that it comes from; left out: the name of the cluster'),
  maxEventBytes: z
    .number()
    .int()
    .min(480)
    .max(128 << 10)
    .default(64 << 10)
    .describe('Of an event; a larger one is set aside. Many servers cut at 8192 unless they are told otherwise'),
  ca: Pem.exactOptional().describe("PEM: who vouches for the other side in place of the system's authorities"),
  certificate: Pem.exactOptional().describe('PEM: what the other side is shown; its key is `privateKey`'),
});
type Settings = z.output<typeof Settings>;

/** Informational, by RFC 5424. */
const severity = 6;
/** How long the other side may take to close the connection after us. */
const closeMs = 10_000;

/** A syslog server: RFC 5424 by TLS (RFC 5425), or by TCP with octet counting (RFC 6587). */
export const syslog: DestinationType<Settings> = {
  type: 'syslog',
  meaning:
    'A syslog server: RFC 5424 by TLS (RFC 5425), or by TCP with octet counting (RFC 6587). It answers nothing. So a connection has one batch, and the batch is sent when the other side has read to its end and closes; where the connection breaks before, the batch is sent again, and what was on its way is there twice. `key` tells an event from all others.',
  settings: Settings,
  secrets: [{ name: 'privateKey', meaning: 'PEM: of `certificate`', isRequired: false, value: Pem }],
  shapes: ['raw', 'flat', 'ecs', 'ocsf'],
  limits: ({ maxEventBytes }) => ({ events: 1000, bytes: 2 << 20, eventBytes: maxEventBytes }),
  send: async ({ events, settings, secrets: { privateKey }, connector, clock, signal }) => {
    const { ca, certificate: cert } = settings;
    const url = new URL(settings.url);
    const tls = {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined || privateKey === undefined ? {} : { cert, key: privateKey }),
    };
    const socket = await connector.connect({
      host: url.hostname,
      port: Number(url.port),
      ...(url.protocol === 'tls:' ? { tls } : {}),
      signal,
    });
    await writeAll(socket, events.map((event) => frameOf(event, settings)).join(''), {
      signal,
      late: () => clock.sleep(closeMs, signal),
    });
    return { kind: 'sent', answer: '' };
  },
};

/** Resolves when all is written and the other side has closed; after a while without that as well, where all was acknowledged by TCP. */
async function writeAll(
  socket: Socket,
  frames: string,
  { signal, late }: { readonly signal: AbortSignal; readonly late: () => Promise<void> },
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      let isWritten = false;
      socket.once('end', () => (isWritten ? resolve() : reject(new Error('the other side closed before it had all'))));
      socket.once('close', () => reject(new Error('the connection was closed')));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      socket.resume().end(frames, () => {
        isWritten = true;
        void late().then(resolve);
      });
    });
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

function frameOf(event: ForwardedEvent, { facility, hostname }: Settings): string {
  const { cluster, key, original, timeMicros, body } = event;
  const { auditID, verb, user } = readFacts(original);
  return syslogFrame({
    facility,
    severity,
    time: formatMicroTime(timeMicros),
    hostname: hostname ?? cluster.replaceAll(/[^!-~]/g, '_'),
    application: 'kube-apiserver',
    messageId: 'AUDIT',
    parameters: { cluster, key, auditID, verb, user: user.username },
    text: Buffer.from(onOneLine(body)).toString('utf8'),
  });
}
