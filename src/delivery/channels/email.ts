import { createHash } from 'node:crypto';
import { createTransport, type NodemailerError, type SendMailOptions } from 'nodemailer';
import { z } from 'zod';
import { AppError, cutText, said, textOf, visibleText, words } from '../../base/index.ts';
import type { ChannelType, Outcome, Sending } from '../channel.ts';
import type { Message } from '../message.ts';
import { mailHtml, mailText } from './email-body.ts';
import { headingOf } from './plain-text.ts';
import { channelWords } from './words.ts';

const Address = z.email().max(320);

const Settings = z.strictObject({
  url: z
    .url({ protocol: /^smtps?$/ })
    .max(2048)
    .refine(
      (url) => URL.parse(url)?.username === '',
      words`expected no user here: username and password have members of their own`,
    )
    .describe(
      '`smtp://HOST:PORT`, secured where the server offers that, or `smtps://HOST:PORT`, secured from the start',
    ),
  from: Address.describe('Who sends'),
  to: z.array(Address).min(1).max(100).describe('Who is told'),
  cc: z.array(Address).max(100).default([]).describe('Who is told besides'),
  bcc: z.array(Address).max(100).default([]).describe('Who is told besides, without the others seeing it'),
  username: z.string().min(1).max(256).exactOptional().describe('Where the server asks for one'),
  requireTls: z
    .boolean()
    .exactOptional()
    .describe('Whether nothing is sent where the connection cannot be secured; left out: where there is a user name'),
  ca: z
    .string()
    .max(65_536)
    .exactOptional()
    .describe("PEM: who vouches for the server in place of the system's authorities"),
  maxBytes: z.number().int().min(10_000).max(50_000_000).default(10_000_000).describe('Of a mail with its attachments'),
});
type EmailSettings = z.output<typeof Settings>;

const ports: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/**
 * Mail over SMTP, as HTML and as text. All mails of a problem are one thread. One that somebody took is delivered: the answer names those who
 * were refused. Where nobody took it, it may pass or not as the answer says.
 */
export const email: ChannelType<EmailSettings> = {
  type: 'email',
  settings: Settings,
  secrets: [{ name: 'password', meaning: 'Of the user name', isRequired: false }],
  limits: ({ maxBytes }) => ({ perMinute: 60, bytes: maxBytes }),
  send: async (sending) => {
    const transport = createTransport(transportOptions(sending));
    try {
      return outcomeOf(await transport.sendMail(mailOf(sending)));
    } catch (error) {
      sending.signal.throwIfAborted();
      if (error instanceof AppError) throw error;
      return outcomeOfError(error);
    } finally {
      transport.close();
    }
  },
};

function transportOptions({ settings, secrets, connector, signal }: Sending<EmailSettings>) {
  const { url, username, ca } = settings;
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replaceAll(/[[\]]/g, '');
  const { password } = secrets;
  const target = { host, port: Number(port) || (ports[protocol] ?? 0), signal };
  return {
    host: target.host,
    port: target.port,
    secure: protocol === 'smtps:',
    requireTLS: settings.requireTls ?? username !== undefined,
    tls: ca === undefined ? {} : { ca },
    ...(username === undefined ? {} : { auth: { user: username, pass: password ?? '' }, forceAuth: true }),
    // The library would look the name up by itself, and connect to whatever it stands for.
    getSocket: (
      _: unknown,
      done: (error: Error | null, socket?: { connection: Awaited<ReturnType<typeof connector.connect>> }) => void,
    ) => {
      connector.connect(target).then(
        (connection) => done(null, { connection }),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Names in references to what is no mail: the problem stands at the head of its thread. */
function mailOf({
  message,
  settings,
  key,
  bytes,
  signal,
}: Sending<EmailSettings>): SendMailOptions & { signal: AbortSignal } {
  const { from, to, cc, bcc } = settings;
  const host = from.slice(from.lastIndexOf('@') + 1);
  const thread = message.problem === undefined ? undefined : `<${hashOf(message.problem)}@${host}>`;
  const { attachments, left } = fittingAttachments(message, bytes);
  const shown =
    left.length === 0
      ? message
      : {
          ...message,
          text: [message.text, channelWords(message.language).leftOut(left.join(', '))].filter(Boolean).join('\n'),
        };
  return {
    from: { name: 'Whodunit', address: from },
    to: [...to],
    cc: [...cc],
    bcc: [...bcc],
    subject: cutText(headingOf(message), 200).text,
    messageId: `<${hashOf(key)}@${host}>`,
    ...(thread === undefined ? {} : { inReplyTo: thread, references: thread }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    text: mailText(shown),
    html: mailHtml(shown),
    attachments: attachments.map(({ name, contentType, content }) => ({
      filename: visibleText(name).replaceAll(/["/\\]/g, '_'),
      contentType,
      content: Buffer.from(content, 'base64'),
    })),
    signal,
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** The first that fit together, with the room that the texts take; the names of the others. */
function fittingAttachments({ attachments = [], text }: Message, bytes: number) {
  let room = bytes - 3 * Buffer.byteLength(text) - 20_000;
  const fitting = attachments.filter(({ content }) => {
    // Lines of 76 characters, with their ends.
    const size = Math.ceil((content.length / 76) * 78);
    if (size > room) return false;
    room -= size;
    return true;
  });
  return { attachments: fitting, left: attachments.filter((one) => !fitting.includes(one)).map(({ name }) => name) };
}

/** What the server said of a mail that went to one of its recipients at least. */
interface Sent {
  readonly response: string;
  readonly rejected: readonly string[];
  readonly rejectedErrors?: readonly NodemailerError[] | undefined;
}

/** Sent again, it would reach those once more who have it. Where nobody took it, there is no answer but an error. */
function outcomeOf({ response, rejected, rejectedErrors = [] }: Sent): Outcome {
  const status = statusOf(response);
  if (rejected.length === 0) return { kind: 'delivered', status, answer: shown(response) };
  const told = rejectedErrors.map((error) => error.response ?? error.message);
  return {
    kind: 'delivered',
    status,
    answer: shown(textOf(said`refused: ${rejected.join(', ')}: ${told.join('; ')}`)),
  };
}

const Failure = z.object({
  message: z.string(),
  code: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
});
/** Names of failures on our side of the conversation that no retry mends; the library's words. */
const lasting = new Set(['EAUTH', 'EENVELOPE', 'ENOAUTH']);

function outcomeOfError(error: unknown): Outcome {
  const read = Failure.safeParse(error);
  if (!read.success) return { kind: 'retry', answer: shown(String(error)) };
  const { message, code, responseCode: status } = read.data;
  const seen = { status, answer: shown(message) };
  if (status === 552) return { kind: 'too-large', ...seen };
  if (status !== undefined) return { kind: status >= 500 ? 'failed' : 'retry', ...seen };
  return { kind: code !== undefined && lasting.has(code) ? 'failed' : 'retry', ...seen };
}

function statusOf(response: string): number | undefined {
  return /^\d{3}/.test(response) ? Number(response.slice(0, 3)) : undefined;
}

function shown(text: string): string {
  return visibleText(text.trim());
}
