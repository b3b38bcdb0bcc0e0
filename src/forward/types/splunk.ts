import { createHash } from 'node:crypto';
import { z } from 'zod';
import { words } from '../../base/index.ts';
import type { DestinationType, ForwardedEvent, Parcel } from '../destination-type.ts';
import type { Outcome } from '../outcome.ts';
import { linesFitting } from './bodies.ts';
import { callHttp, Compression, documentOf, httpMembers, httpTlsSecret, HttpUrl, unlessForeign } from './http.ts';

const Settings = z.strictObject({
  url: HttpUrl.describe('`http://` or `https://`, without `/services/collector`'),
  index: z.string().min(1).max(255).exactOptional().describe("The index; left out: the token's"),
  source: z.string().min(1).max(255).default('whodunit').describe('The `source` of events'),
  sourcetype: z.string().min(1).max(255).default('kube:apiserver:audit').describe('The `sourcetype` of events'),
  maxEventBytes: z
    .number()
    .int()
    .min(1024)
    .max(64 << 20)
    .default(1 << 20)
    .describe('Of an event; a larger one is set aside'),
  maxEvents: z.number().int().min(1).max(100_000).default(1000).describe('Events of a call'),
  maxBytes: z
    .number()
    .int()
    .min(1024)
    .max(256 << 20)
    .default(900 << 10)
    .describe('Of a call, before compression; `max_content_length` of the other side'),
  acknowledgement: z
    .boolean()
    .default(false)
    .describe('Whether a call is sent when its events are indexed, of a token with `useACK`'),
  compression: Compression.exclude(['zstd']).default('gzip').describe('Of the body'),
  ...httpMembers,
});
type Settings = z.output<typeof Settings>;

const Answer = z.object({ code: z.number(), ackId: z.number().optional() });
const Acks = z.object({ acks: z.record(z.string(), z.boolean()) });
/** Codes of an answer of 400 that are not about an event: the index, the channel, acknowledgements that are off. */
const notOfEvents = new Set([7, 10, 11, 14]);
/** How often it is asked whether events are indexed, and how long, after which Splunk says to send them again. */
const askMs = 1000;
const indexedMs = 300_000;

/** Splunk's HTTP Event Collector. */
export const splunk: DestinationType<Settings> = {
  type: 'splunk',
  meaning:
    "Splunk's HTTP Event Collector, and whatever takes it. The field `uid` tells an event from all others. It answers when it has read a batch, not when that is indexed: what it loses then is lost, unless `acknowledgement` waits for that. The protocol knows no identity: after a crash or an answer that was lost, what was on its way is there twice.",
  settings: Settings,
  secrets: [{ name: 'token', meaning: 'Sent as `Authorization: Splunk …`', isRequired: true }, httpTlsSecret],
  shapes: ['raw', 'flat', 'ecs', 'ocsf'],
  limits: ({ maxEvents, maxBytes, maxEventBytes }) => ({
    events: maxEvents,
    bytes: maxBytes,
    eventBytes: maxEventBytes,
  }),
  deadlineMs: ({ acknowledgement }) => (acknowledgement ? indexedMs : undefined),
  send: async (parcel) => {
    const { events, settings } = parcel;
    const { body, refused } = linesFitting(events, settings.maxEventBytes, (event) => lineOf(event, settings));
    if (refused.length === events.length) return { kind: 'sent', answer: '', refused };
    const { outcome: said, answer } = await callCollector(parcel, 'event', body);
    const { code } = Answer.partial().catch({}).parse(documentOf(answer.body));
    const outcome = unlessForeign(said, { isOwn: code === 0, what: "Splunk's collector" });
    if (outcome.kind === 'refused') return ofEvents(outcome, answer.body);
    if (outcome.kind !== 'sent') return outcome;
    const indexed = settings.acknowledgement ? await untilIndexed(parcel, answer.body) : outcome;
    return indexed.kind === 'sent' ? { ...indexed, refused } : indexed;
  },
};

function callCollector(parcel: Parcel<Settings>, what: 'event' | 'ack', body: Uint8Array) {
  const { settings, secrets } = parcel;
  const { token, ...others } = secrets;
  const headers = {
    authorization: `Splunk ${token ?? ''}`,
    ...(settings.acknowledgement ? { 'x-splunk-request-channel': channelOf(settings) } : {}),
  };
  const call = { url: `${settings.url.replace(/\/$/, '')}/services/collector/${what}`, type: 'application/json', body };
  return callHttp({ ...parcel, secrets: others }, { ...call, headers: () => headers });
}

/** A channel keeps what is acknowledged apart from what others send. It is a UUID, of the collector, and the same after a restart. */
function channelOf({ url, index }: Settings): string {
  const hash = createHash('sha256')
    .update(`${url} ${index ?? ''}`)
    .digest('hex');
  return [0, 8, 12, 16, 20].map((from, at, all) => hash.slice(from, all[at + 1] ?? 32)).join('-');
}

/** Asks until the events of a call are indexed, however long that takes: the call itself has an end. */
async function untilIndexed(parcel: Parcel<Settings>, answered: Buffer): Promise<Outcome> {
  const { clock, signal } = parcel;
  const { ackId } = Answer.partial().catch({}).parse(documentOf(answered));
  if (ackId === undefined)
    return { kind: 'stopped', answer: words`it acknowledges nothing: the token has no \`useACK\`` };
  for (;;) {
    await clock.sleep(askMs, signal);
    signal.throwIfAborted();
    const { outcome, answer } = await callCollector(parcel, 'ack', Buffer.from(JSON.stringify({ acks: [ackId] })));
    if (outcome.kind === 'refused') return { ...outcome, kind: 'stopped' };
    if (outcome.kind === 'stopped') return outcome;
    const read = outcome.kind === 'sent' ? Acks.safeParse(documentOf(answer.body)) : undefined;
    if (read?.data?.acks[String(ackId)] === true) return { ...outcome, kind: 'sent', answer: '' };
  }
}

function lineOf(event: ForwardedEvent, { index, source, sourcetype }: Settings): string {
  const { timeMicros, cluster, key, body } = event;
  const time = `${Math.floor(timeMicros / 1_000_000)}.${String(timeMicros % 1_000_000).padStart(6, '0')}`;
  const head = JSON.stringify({ host: cluster, source, sourcetype, index, fields: { uid: key, cluster } });
  return `{"time":${time},"event":${Buffer.from(body).toString('utf8')},${head.slice(1)}`;
}

/** Whether it is an event that is refused, or all that is sent so. */
function ofEvents(outcome: Outcome & { kind: 'refused' }, body: Buffer): Outcome {
  const read = Answer.safeParse(documentOf(body));
  return read.success && notOfEvents.has(read.data.code) ? { ...outcome, kind: 'stopped' } : outcome;
}
