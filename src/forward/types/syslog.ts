import type { Socket } from 'node:net';
import { z } from 'zod';
import { words } from '../../base/index.ts';
import { formatMicroTime } from '../../audit/index.ts';
import { connectSyslog, syslogFrame, SyslogHostname, syslogMembers, syslogSecret } from '../../delivery/index.ts';
import type { DestinationType, ForwardedEvent } from '../destination-type.ts';
import { readFacts } from '../shapes/summary.ts';
import { onOneLine } from './bodies.ts';

const Settings = z.strictObject({
  ...syslogMembers,
  hostname: SyslogHostname.exactOptional().describe(
    'What a message says that it comes from; left out: the name of the cluster',
  ),
  maxEventBytes: z
    .number()
    .int()
    .min(480)
    .max(128 << 10)
    .default(64 << 10)
    .describe('Of an event; a larger one is set aside. Many servers cut at 8192 unless they are told otherwise'),
});
type Settings = z.output<typeof Settings>;

/** Informational, by RFC 5424. */
const severity = 6;

/** A syslog server: RFC 5424 by TLS (RFC 5425), or by TCP with octet counting (RFC 6587). */
export const syslog: DestinationType<Settings> = {
  type: 'syslog',
  meaning:
    'A syslog server: RFC 5424 by TLS (RFC 5425), or by TCP with octet counting (RFC 6587). It answers nothing. So a connection has one batch, and the batch is sent when the other side has read to its end and closes; where the connection breaks before, or is not closed within a minute, the batch is sent again, and what was on its way is there twice. `key` tells an event from all others.',
  settings: Settings,
  secrets: [syslogSecret],
  shapes: ['raw', 'flat', 'ecs', 'ocsf'],
  limits: ({ maxEventBytes }) => ({ events: 1000, bytes: 2 << 20, eventBytes: maxEventBytes }),
  send: async ({ events, settings, secrets, connector, signal }) => {
    const socket = await connectSyslog({ settings, secrets, connector, signal });
    await writeAll(socket, events.map((event) => frameOf(event, settings)).join(''), signal);
    return { kind: 'sent', answer: '' };
  },
};

/**
 * Resolves when all is written and the other side has closed. Nothing else says that it has read anything: what is written lies in buffers of
 * both kernels, and one that hangs takes as much as fits there.
 */
async function writeAll(socket: Socket, frames: string, signal: AbortSignal): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      let isWritten = false;
      socket.once('end', () =>
        isWritten ? resolve() : reject(new Error(words`the other side closed before it had all`)),
      );
      socket.once('close', () => reject(new Error(words`the connection was closed`)));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      socket.resume().end(frames, () => {
        isWritten = true;
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
