import { z } from 'zod';
import { cutText } from '../../base/index.ts';
import type { ChannelType, Outcome, Sending } from '../channel.ts';
import type { Message } from '../message.ts';
import { answerText, outcomeOfStatus } from './http-outcome.ts';
import { headingOf, linesOf, oneLine } from './plain-text.ts';
import { renderWithin } from './shorten.ts';

const Settings = z.strictObject({
  mentions: z
    .array(z.string().regex(/^([UW][A-Z0-9]{2,20}|here|channel|everyone)$/))
    .max(20)
    .default([])
    .describe('Whom an alert calls: ids of members (U…), or `here`, `channel` and `everyone`'),
});
type SlackSettings = z.output<typeof Settings>;

/** Of a header, of a text and of a field of a section: docs.slack.dev, Block Kit. */
const headerLength = 150;
const textLength = 3000;
const fieldLength = 2000;
const fieldsPerSection = 10;

/** Incoming webhooks of Slack. Untrusted text stands in `plain_text` objects, which know no markup, mentions or links. */
export const slack: ChannelType<SlackSettings> = {
  type: 'slack',
  settings: Settings,
  secrets: [{ name: 'url', meaning: 'Of the incoming webhook', isRequired: true }],
  // One a second. The size is written down nowhere: 15.5 kB were taken and 17.7 were not.
  limits: () => ({ perMinute: 50, bytes: 12_000 }),
  send: async (sending) => {
    const outcome = await post(
      sending,
      renderWithin(sending.bytes, sending.message, (message) => blocksOf(message, sending.settings)),
    );
    if (outcome.kind !== 'failed' || !/invalid_(blocks|payload)/.test(outcome.answer)) return outcome;
    return post(
      sending,
      renderWithin(sending.bytes, sending.message, (message) => JSON.stringify({ text: textOf(message) })),
    );
  },
};

async function post({ http, secrets, now, signal }: Sending<SlackSettings>, body: string): Promise<Outcome> {
  const { url = '' } = secrets;
  const answer = await http.send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body,
    signal,
  });
  const outcome = outcomeOfStatus(answer, now);
  const said = answerText(answer);
  return outcome.kind === 'delivered' && said !== 'ok'
    ? { kind: 'failed', status: answer.status, answer: said }
    : outcome;
}

function blocksOf(message: Message, { mentions }: SlackSettings): string {
  const facts = message.facts.map(({ name, value }) =>
    plain(`${oneLine(name)}\n${linesOf(value).join('\n')}`, fieldLength),
  );
  const sections = Array.from({ length: Math.ceil(facts.length / fieldsPerSection) }, (_, index) => ({
    type: 'section',
    fields: facts.slice(index * fieldsPerSection, (index + 1) * fieldsPerSection),
  }));
  const text = linesOf(message.text).join('\n');
  const markup = [mentions.map(mention).join(' '), message.links.map(link).join('   ')].filter(Boolean).join('\n');
  const blocks = [
    { type: 'header', text: plain(headingOf(message), headerLength) },
    ...(text === '' ? [] : [{ type: 'section', text: plain(text, textLength) }]),
    ...sections.slice(0, 40),
    ...(markup === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text: markup, verbatim: true } }]),
  ];
  // What notifications show.
  return JSON.stringify({ text: escape(headingOf(message)), blocks });
}

function plain(text: string, length: number): object {
  return { type: 'plain_text', text: cutText(text || '–', length).text, emoji: false };
}

function mention(name: string): string {
  return /^[UW]/.test(name) ? `<@${name}>` : `<!${name}>`;
}

function link({ title, url }: Message['links'][number]): string {
  return `<${escape(url).replaceAll('|', '%7C')}|${escape(oneLine(title))}>`;
}

/** Where blocks are refused: one text, in which three characters would begin markup. */
function textOf(message: Message): string {
  const facts = message.facts.map(({ name, value }) => `${oneLine(name)}: ${oneLine(value)}`);
  const links = message.links.map(link);
  return [...[headingOf(message), ...linesOf(message.text), ...facts].map(escape), ...links].join('\n');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
