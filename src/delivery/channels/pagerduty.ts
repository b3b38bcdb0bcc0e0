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
    .default('https://events.pagerduty.com')
    .describe('Of the service: `https://events.eu.pagerduty.com` in the European region'),
});

const severities: Readonly<Record<MessageSeverity, string>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  report: 'info',
};
const summaryLength = 1024;
const keyLength = 255;

/** PagerDuty's Events API v2: a problem is triggered and, when it is over, resolved under the same key. */
export const pagerduty: ChannelType<z.output<typeof Settings>> = {
  type: 'pagerduty',
  settings: Settings,
  secrets: [{ name: 'routingKey', meaning: 'The integration key of a service', isRequired: true }],
  // Of 512 kB.
  limits: () => ({ bytes: 400_000 }),
  needsResolved: true,
  send: async ({ message, settings, secrets, key, http, bytes, now, signal }) => {
    const { routingKey: routing_key = '' } = secrets;
    const url = new URL('/v2/enqueue', settings.url).href;
    const body = renderWithin(bytes, message, (shown) => JSON.stringify({ routing_key, ...eventOf(shown, key) }));
    const headers = { 'content-type': 'application/json' };
    return outcomeOfStatus(await http.send({ method: 'POST', url, headers, body, signal }), now);
  },
};

function eventOf(message: Message, key: string): object {
  const dedup_key = shortKey(message.problem ?? key);
  if (message.kind === 'resolved') return { event_action: 'resolve', dedup_key };
  return {
    event_action: 'trigger',
    dedup_key,
    client: 'Whodunit',
    links: message.links.map(({ title, url }) => ({ href: url, text: oneLine(title) })),
    payload: {
      summary: cutText(headingOf(message), summaryLength).text,
      source: message.labels['cluster'] ?? 'whodunit',
      severity: severities[message.severity],
      timestamp: new Date(message.startedAt).toISOString(),
      custom_details: {
        text: linesOf(message.text).join('\n'),
        facts: message.facts.map(({ name, value }) => `${oneLine(name)}: ${linesOf(value).join('\n')}`),
        labels: message.labels,
      },
    },
  };
}

function shortKey(text: string): string {
  return text.length <= keyLength ? text : createHash('sha256').update(text).digest('hex');
}
