import { z } from 'zod';
import type { ChannelType } from '../channel.ts';
import type { Message, MessageSeverity } from '../message.ts';
import { outcomeOfStatus } from './http-outcome.ts';
import { headingOf, linesOf, oneLine } from './plain-text.ts';
import { renderWithin } from './shorten.ts';

const Settings = z.strictObject({});

const colors: Readonly<Record<MessageSeverity, string>> = {
  critical: 'attention',
  high: 'attention',
  medium: 'warning',
  low: 'accent',
  report: 'default',
};

/**
 * Workflows of Microsoft Teams, which post an adaptive card. Untrusted text stands in text runs, in which there is no markdown. 202 says that
 * the flow was started, and no more: what becomes of it is seen in Teams alone.
 */
export const teams: ChannelType<z.output<typeof Settings>> = {
  type: 'teams',
  settings: Settings,
  secrets: [{ name: 'url', meaning: 'Of the flow, with its signature', isRequired: true }],
  // Of 28,672 bytes, what the flow adds taken off.
  limits: () => ({ perMinute: 50, bytes: 20_000 }),
  send: async ({ message, secrets, http, bytes, now, signal }) => {
    const { url = '' } = secrets;
    const body = renderWithin(bytes, message, (shown) => JSON.stringify(cardOf(shown)));
    const headers = { 'content-type': 'application/json' };
    return outcomeOfStatus(await http.send({ method: 'POST', url, headers, body, signal }), now);
  },
};

function cardOf(message: Message): object {
  const color = message.kind === 'resolved' ? 'good' : colors[message.severity];
  const body = [
    block([{ ...run(headingOf(message)), size: 'large', weight: 'bolder', color }]),
    ...linesOf(message.text)
      .filter(Boolean)
      .map((line) => block([run(line)])),
    ...message.facts.map(({ name, value }) =>
      block([{ ...run(`${oneLine(name)}: `), weight: 'bolder' }, run(linesOf(value).join('\n'))]),
    ),
  ];
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body,
    actions: message.links.map(({ title, url }) => ({ type: 'Action.OpenUrl', title: oneLine(title), url })),
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
  return { type: 'message', attachments: [attachment] };
}

function block(inlines: readonly object[]): object {
  return { type: 'RichTextBlock', inlines, spacing: 'small' };
}

/** The only thing that a card reads in a run are its functions of dates. */
function run(text: string): object {
  return { type: 'TextRun', text: text.replaceAll(/\{(?=\{)/g, '{ ') };
}
