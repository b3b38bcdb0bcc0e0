import { z } from 'zod';
import type { ChannelType, Outcome } from '../channel.ts';
import type { Message, MessageSeverity } from '../message.ts';
import { answerText, jsonOf, outcomeOfStatus } from './http-outcome.ts';
import { headingOf, linesOf, oneLine } from './plain-text.ts';
import { renderWithin } from './shorten.ts';

const Settings = z.strictObject({
  mentions: z
    .array(z.string().regex(/^[\w.@-]{1,64}$/))
    .max(20)
    .default([])
    .describe('Ids of members who are reminded'),
});

const colors: Readonly<Record<MessageSeverity, string>> = {
  critical: 'warning',
  high: 'warning',
  medium: 'warning',
  low: 'comment',
  report: 'comment',
};

/** Too fast; busy. */
const passing = new Set([45_009, -1]);
const tooLong = 40_058;
/** After too many messages in a minute. */
const pauseMs = 60_000;

/** Robots of groups in WeCom. Its markdown has no escapes, so characters that mean something in it are replaced by their wide forms. */
export const wecom: ChannelType<z.output<typeof Settings>> = {
  type: 'wecom',
  settings: Settings,
  secrets: [{ name: 'url', meaning: 'Of the robot, with its key', isRequired: true }],
  // Of 20 a minute.
  limits: () => ({ perMinute: 18, bytes: 4096 }),
  send: async ({ message, settings, secrets, http, bytes, now, signal }) => {
    const { url = '' } = secrets;
    const content = renderWithin(bytes, message, (shown) => markdownOf(shown, settings.mentions));
    const body = JSON.stringify({ msgtype: 'markdown', markdown: { content } });
    const headers = { 'content-type': 'application/json' };
    const answer = await http.send({ method: 'POST', url, headers, body, signal });
    const outcome = outcomeOfStatus(answer, now);
    return outcome.kind === 'delivered'
      ? outcomeOf(answer.status, jsonOf(answer)['errcode'], answerText(answer))
      : outcome;
  },
};

/** Errors come with status 200. */
function outcomeOf(status: number, code: unknown, answer: string): Outcome {
  if (code === 0) return { kind: 'delivered', status, answer };
  if (code === tooLong) return { kind: 'too-large', status, answer };
  if (typeof code === 'number' && passing.has(code)) return { kind: 'retry', status, answer, afterMs: pauseMs };
  return { kind: 'failed', status, answer };
}

function markdownOf(message: Message, mentions: readonly string[]): string {
  const color = message.kind === 'resolved' ? 'info' : colors[message.severity];
  return [
    `**<font color="${color}">${literal(headingOf(message))}</font>**`,
    ...linesOf(message.text).filter(Boolean).map(literal),
    ...message.facts.map(({ name, value }) => `> ${literal(oneLine(name))}: ${literal(oneLine(value))}`),
    ...message.links.map(({ title, url }) => `[${literal(oneLine(title))}](${url.replaceAll(')', '%29')})`),
    mentions.map((member) => `<@${member}>`).join(' '),
  ]
    .filter(Boolean)
    .join('\n');
}

const wide: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '[': '［',
  ']': '］',
  '*': '＊',
  '`': '｀',
  '#': '＃',
  '://': '：//',
};

function literal(text: string): string {
  return text.replaceAll(/[<>[\]*`#]|:\/\//g, (found) => wide[found] ?? found);
}
