import { z } from 'zod';
import { uniqueNames } from '../../base/index.ts';
import type { ChannelType, Outcome, Sending } from '../channel.ts';
import type { Message } from '../message.ts';
import { outcomeOfStatus } from './http-outcome.ts';
import { linesOf, oneLine } from './plain-text.ts';
import { renderWithin } from './shorten.ts';

const Settings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .describe('Where Alertmanager is found, with its prefix where it has one'),
  username: z.string().max(256).exactOptional().describe('For basic authentication'),
  ca: z
    .string()
    .max(65_536)
    .exactOptional()
    .describe("PEM: who vouches for the other side in place of the system's authorities"),
});
type AlertmanagerSettings = z.output<typeof Settings>;

const minute = 60_000;
/** Alerts are told each minute and end by themselves after four: one that is missed resolves nothing. */
const lifeMs = 4 * minute;
const alertsPerCall = 64;

type Way = Omit<Sending<AlertmanagerSettings>, 'message' | 'key'>;

/**
 * Prometheus Alertmanager, API v2. It forgets an alert that is not told again, and all of them when it restarts: open ones are told each
 * minute, and those that are over for fifteen.
 */
export const alertmanager: ChannelType<AlertmanagerSettings> = {
  type: 'alertmanager',
  settings: Settings,
  secrets: [
    { name: 'password', meaning: 'For basic authentication', isRequired: false },
    { name: 'token', meaning: 'A bearer token, in place of user name and password', isRequired: false },
  ],
  limits: () => ({ bytes: 1 << 20 }),
  needsResolved: true,
  send: ({ message, key, ...way }) =>
    post(
      way,
      renderWithin(way.bytes, message, (shown) => JSON.stringify([alertOf(shown, way.now, key)])),
    ),
  refresh: {
    everyMs: minute,
    endedForMs: 15 * minute,
    send: async (way, messages) => {
      let outcome: Outcome = { kind: 'delivered', answer: '' };
      for (let at = 0; at < messages.length; at += alertsPerCall) {
        const one = await postAll(way, messages.slice(at, at + alertsPerCall));
        if (one.kind !== 'delivered') outcome = one;
      }
      return outcome;
    },
  },
};

/** A list with an alert that breaks a rule: 400; that is not of the form: 422. Some of its good ones may have been taken, or none. */
const refusals: readonly (number | undefined)[] = [400, 422];

/** Of a list that is refused, halves are sent until the bad alert stands alone. */
async function postAll(way: Way, messages: readonly Message[]): Promise<Outcome> {
  const alerts = messages.map((message) => alertOf(message, way.now, ''));
  const outcome = await post(way, JSON.stringify(alerts));
  if (!refusals.includes(outcome.status) || messages.length === 1) return outcome;
  const half = Math.ceil(messages.length / 2);
  const [first, second] = [await postAll(way, messages.slice(0, half)), await postAll(way, messages.slice(half))];
  return first.kind === 'delivered' ? second : first;
}

async function post({ settings, secrets, http, now, signal }: Way, body: string): Promise<Outcome> {
  const { url: base, username = '', ca } = settings;
  const { password, token } = secrets;
  const authorization =
    token !== undefined
      ? `Bearer ${token}`
      : password !== undefined
        ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
        : undefined;
  const answer = await http.send({
    method: 'POST',
    url: `${base.replace(/\/+$/, '')}/api/v2/alerts`,
    headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    body,
    ...(ca === undefined ? {} : { tls: { ca } }),
    signal,
  });
  return outcomeOfStatus(answer, now);
}

/** What the labels are is what the alert is, so they hold nothing that changes while it is open. */
function alertOf(message: Message, now: number, key: string): object {
  const { labels, problem, severity, links } = message;
  const own = {
    alertname: labels['alertname'] ?? labels['rule'] ?? 'Whodunit',
    severity,
    // What stands for itself is an alert of its own.
    ...(problem === undefined ? { message: key.slice(0, 16) } : {}),
  };
  const endsAt = message.kind === 'resolved' ? Math.min(message.endedAt ?? now, now) : now + lifeMs;
  const [link] = links;
  const facts = message.facts.map(({ name, value }) => `${oneLine(name)}: ${oneLine(value)}`);
  return {
    labels: { ...labelsOf(labels), ...own },
    annotations: { summary: oneLine(message.title), description: [...linesOf(message.text), ...facts].join('\n') },
    startsAt: new Date(Math.min(message.startedAt, endsAt)).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    ...(link === undefined ? {} : { generatorURL: link.url }),
  };
}

/** Names as Prometheus has them, and no empty values, which it takes for labels that are not there. */
function labelsOf(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(labels).filter(([, value]) => value !== '');
  const names = uniqueNames(
    entries.map(([name]) => name.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=[0-9]|$)/, '_')),
  );
  return Object.fromEntries(entries.map(([, value], index) => [names[index] ?? '', oneLine(value)]));
}
