import { words } from '../../base/index.ts';
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { OutboundAnswer } from '../../platform/index.ts';
import type { ChannelType, Outcome, Sending } from '../channel.ts';
import type { Message } from '../message.ts';
import { answerText, jsonOf, outcomeOfStatus } from './http-outcome.ts';
import { markdownLine, markdownLines, markdownLink } from './markdown.ts';
import { headingOf } from './plain-text.ts';
import { renderWithin } from './shorten.ts';
import { channelWords } from './words.ts';
import { ContentTemplate, faultOf, fillIn } from './template.ts';

/** A robot that is told more than 20 a minute says nothing for ten minutes. */
const perMinute = 18;
const bytes = 20_000;
/** Of what a template made: all of them have room, in any script. */
const templateCharacters = 5000;

/** Of a robot's answer: it is told too much at once, or busy; the message is too long. All other errors last. */
const errcodes = { tooFast: 130_101, busy: -1, tooLong: 460_101 } as const;
const afterTooFastMs = 60_000;

const Mobile = z.string().regex(/^\+?[0-9-]{5,20}$/, words`expected the number of a mobile phone`);

const Settings = z.strictObject({
  keyword: z
    .string()
    .min(1)
    .max(64)
    .exactOptional()
    .describe('A word that each message must have for the robot to take it'),
  template: ContentTemplate.exactOptional().describe(
    'What a message says, in Markdown, in place of its text and facts',
  ),
  atMobiles: z.array(Mobile).max(50).exactOptional().describe('Whom an alert calls, by mobile phone'),
  atUserIds: z
    .array(z.string().regex(/^[\w.-]{1,64}$/, words`expected the id of a user`))
    .max(50)
    .exactOptional()
    .describe('Whom an alert calls, by user id'),
  atAll: z.boolean().exactOptional().describe('Calls everybody in the group'),
});
type Settings = z.output<typeof Settings>;

/** A custom robot of a DingTalk group. Messages are Markdown; the robot answers 200 in any case and says in the body what it did. */
export const dingtalk: ChannelType<Settings> = {
  type: 'dingtalk',
  settings: Settings,
  secrets: [
    { name: 'url', meaning: 'Of the robot, with its token', isRequired: true },
    { name: 'secret', meaning: 'With which calls are signed, where the robot asks for that', isRequired: false },
  ],
  limits: () => ({ perMinute, bytes }),
  send: async (sending) => {
    const { http, message, secrets, bytes, now, signal } = sending;
    const body = renderWithin(bytes, message, (shown) => JSON.stringify(bodyOf(shown, sending)));
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const url = signedUrl(secrets['url'] ?? '', secrets['secret'], now);
    return outcomeOf(await http.send({ method: 'POST', url, headers, body, signal }), now);
  },
};

/** The address of this call: valid for an hour. */
export function signedUrl(url: string, secret: string | undefined, now: number): string {
  if (secret === undefined) return url;
  const signature = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
  return `${url}${url.includes('?') ? '&' : '?'}timestamp=${now}&sign=${encodeURIComponent(signature)}`;
}

function bodyOf(message: Message, { settings, key }: Sending<Settings>): object {
  const { atMobiles = [], atUserIds = [], atAll = false } = message.kind === 'resolved' ? {} : settings;
  const called = [...atMobiles, ...atUserIds].map((who) => `@${who}`).join(' ');
  return {
    msgtype: 'markdown',
    // The title is what the list of chats shows, as plain text.
    markdown: {
      title: headingOf(message),
      text: withKeyword(textOf(message, settings, called, key), settings.keyword),
    },
    at: { atMobiles, atUserIds, isAtAll: atAll },
  };
}

/** Paragraphs: one end of a line alone is none here. */
function textOf(message: Message, { template }: Settings, called: string, key: string): string {
  const paragraphs = [
    `#### ${markdownLine(headingOf(message))}`,
    ...(template === undefined ? contentOf(message) : contentBy(template, message)),
    message.links.map(markdownLink).join(' | '),
    called,
    `> ${markdownLine(key)}`,
  ];
  return paragraphs.filter(Boolean).join('\n\n');
}

function contentOf(message: Message): readonly string[] {
  const facts = message.facts.map(({ name, value }) => `- **${markdownLine(name)}**: ${markdownLine(value)}`);
  return [...markdownLines(message.text), facts.join('\n')];
}

/** The content by the template of the channel; where that fails, the built-in one, which names the fault. */
function contentBy(template: string, message: Message): readonly string[] {
  const filled = fillIn(template, message, { escape: (text) => markdownLine(text), trusted: ['escape_markdown'] });
  if (filled.ok && filled.value.length <= templateCharacters) return [filled.value];
  const fault = filled.ok ? `> ${templateCharacters}` : faultOf(filled);
  return [...contentOf(message), markdownLine(`${channelWords(message.language).templateFault}: ${fault}`)];
}

function withKeyword(text: string, keyword: string | undefined): string {
  return keyword === undefined || text.includes(keyword) ? text : `${text} ${keyword}`;
}

function outcomeOf(answer: OutboundAnswer, now: number): Outcome {
  const byStatus = outcomeOfStatus(answer, now);
  if (byStatus.kind !== 'delivered') return byStatus;
  const { errcode } = jsonOf(answer);
  const said = { status: answer.status, answer: answerText(answer) };
  switch (errcode) {
    case 0:
      return { kind: 'delivered', ...said };
    case errcodes.tooFast:
      return { kind: 'retry', ...said, afterMs: afterTooFastMs };
    case errcodes.busy:
      return { kind: 'retry', ...said };
    case errcodes.tooLong:
      return { kind: 'too-large', ...said };
    default:
      return { kind: 'failed', ...said };
  }
}
