import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { ChannelType, Outcome } from '../channel.ts';
import type { Message, MessageSeverity } from '../message.ts';
import { answerText, jsonOf, outcomeOfStatus } from './http-outcome.ts';
import { headingOf, linesOf, oneLine } from './plain-text.ts';
import { renderWithin } from './shorten.ts';

const Settings = z.strictObject({
  keyword: z
    .string()
    .min(1)
    .max(64)
    .exactOptional()
    .describe('A word that each message must have for the robot to take it'),
});
type LarkSettings = z.output<typeof Settings>;

const colors: Readonly<Record<MessageSeverity, string>> = {
  critical: 'red',
  high: 'red',
  medium: 'orange',
  low: 'blue',
  report: 'grey',
};

/** "frequency limited", of the robot and of the whole of Lark at full hours; an error inside. */
const passing = new Set([11_232, 2200]);
/** Anything bad about a request, which its text tells: too fast as well. */
const badRequest = 9499;
const pauseMs = 10_000;

/** Robots of groups in Lark and Feishu. Untrusted text stands in `plain_text`, which knows no markup and no mentions. */
export const lark: ChannelType<LarkSettings> = {
  type: 'lark',
  settings: Settings,
  secrets: [
    { name: 'url', meaning: 'Of the robot, with its token', isRequired: true },
    { name: 'secret', meaning: 'With which calls are signed, where the robot asks for that', isRequired: false },
  ],
  limits: () => ({ perMinute: 90, bytes: 18_000 }),
  send: async (sending) => {
    const { message, settings, secrets, http, bytes, now, signal } = sending;
    const { url = '', secret } = secrets;
    const signed = secret === undefined ? {} : signature(secret, Math.trunc(now / 1000));
    const body = renderWithin(bytes, message, (shown) =>
      JSON.stringify({ ...signed, msg_type: 'interactive', card: cardOf(shown, settings) }),
    );
    const headers = { 'content-type': 'application/json' };
    const answer = await http.send({ method: 'POST', url, headers, body, signal });
    const { code } = jsonOf(answer);
    // Some errors come with a status of their own as well.
    return typeof code === 'number'
      ? outcomeOf(answer.status, code, answerText(answer))
      : outcomeWithoutCode(answer, now);
  },
};

/** The text that is signed is the key; the message is empty. */
export function signature(secret: string, seconds: number): { readonly timestamp: string; readonly sign: string } {
  const timestamp = String(seconds);
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') };
}

function outcomeOf(status: number, code: number, answer: string): Outcome {
  if (code === 0) return { kind: 'delivered', status, answer };
  const isPassing = passing.has(code) || (code === badRequest && /too many|frequen/i.test(answer));
  return isPassing ? { kind: 'retry', status, answer, afterMs: pauseMs } : { kind: 'failed', status, answer };
}

function outcomeWithoutCode(answer: Parameters<typeof outcomeOfStatus>[0], now: number): Outcome {
  const outcome = outcomeOfStatus(answer, now);
  return outcome.kind === 'delivered' ? { ...outcome, kind: 'failed' } : outcome;
}

function cardOf(message: Message, { keyword }: LarkSettings): object {
  const lines = message.facts.map(({ name, value }) => `${oneLine(name)}: ${linesOf(value).join('\n')}`);
  const text = linesOf(message.text).join('\n');
  const buttons = message.links.map(({ title, url }) => ({
    tag: 'button',
    text: plain(oneLine(title)),
    url,
    type: 'default',
  }));
  return {
    config: { wide_screen_mode: true },
    header: {
      title: plain(headingOf(message)),
      template: message.kind === 'resolved' ? 'green' : colors[message.severity],
    },
    elements: [
      ...(text === '' ? [] : [{ tag: 'div', text: plain(text) }]),
      { tag: 'div', text: plain(lines.join('\n')) },
      ...(buttons.length === 0 ? [] : [{ tag: 'action', actions: buttons }]),
      ...(keyword === undefined ? [] : [{ tag: 'note', elements: [plain(keyword)] }]),
    ],
  };
}

function plain(content: string): object {
  return { tag: 'plain_text', content };
}
