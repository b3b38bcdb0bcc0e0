import { createHash } from 'node:crypto';
import { z } from 'zod';
import { cutText } from '../../base/index.ts';
import type { ChannelType } from '../channel.ts';
import type { Message, MessageSeverity } from '../message.ts';
import { outcomeOfStatus } from './http-outcome.ts';
import { headingOf, linesOf, oneLine } from './plain-text.ts';
import { renderWithin } from './shorten.ts';

const Settings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .default('https://api.opsgenie.com')
    .describe(
      'Of the service: `https://api.eu.opsgenie.com` in the European region; Jira Service Management has the same calls elsewhere',
    ),
});

const priorities: Readonly<Record<MessageSeverity, string>> = {
  critical: 'P1',
  high: 'P2',
  medium: 'P3',
  low: 'P4',
  report: 'P5',
};
const messageLength = 130;
const aliasLength = 512;
const descriptionLength = 15_000;

/** Opsgenie's Alert API: a problem is created and, when it is over, closed under the same alias. 202 says that it was taken, and no more. */
export const opsgenie: ChannelType<z.output<typeof Settings>> = {
  type: 'opsgenie',
  settings: Settings,
  secrets: [{ name: 'apiKey', meaning: 'Of the integration', isRequired: true }],
  limits: () => ({ bytes: 60_000 }),
  needsResolved: true,
  send: async ({ message, settings, secrets, key, http, bytes, now, signal }) => {
    const alias = shortAlias(message.problem ?? key);
    const base = settings.url.replace(/\/+$/, '');
    const isOver = message.kind === 'resolved';
    const url = isOver
      ? `${base}/v2/alerts/${encodeURIComponent(alias)}/close?identifierType=alias`
      : `${base}/v2/alerts`;
    const body = renderWithin(bytes, message, (shown) =>
      JSON.stringify(isOver ? { source: 'whodunit', note: headingOf(shown) } : alertOf(shown, alias)),
    );
    const headers = { 'content-type': 'application/json', authorization: `GenieKey ${secrets['apiKey'] ?? ''}` };
    return outcomeOfStatus(await http.send({ method: 'POST', url, headers, body, signal }), now);
  },
};

function alertOf(message: Message, alias: string): object {
  const lines = [
    ...linesOf(message.text),
    ...message.facts.map(({ name, value }) => `${oneLine(name)}: ${linesOf(value).join('\n')}`),
    ...message.links.map(({ title, url }) => `${oneLine(title)}: ${url}`),
  ];
  return {
    message: cutText(headingOf(message), messageLength).text,
    alias,
    description: cutText(lines.join('\n'), descriptionLength).text,
    details: message.labels,
    source: 'whodunit',
    priority: priorities[message.severity],
  };
}

function shortAlias(text: string): string {
  return text.length <= aliasLength ? text : createHash('sha256').update(text).digest('hex');
}
