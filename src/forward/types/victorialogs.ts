import { z } from 'zod';
import { formatMicroTime } from '../../audit/index.ts';
import { jsonText, membersOf } from '../../base/index.ts';
import type { DestinationType, ForwardedEvent } from '../destination-type.ts';
import { readSummary } from '../shapes/summary.ts';
import { MaxAgeHours, whyTooEarly, whyTooOld } from './age.ts';
import { linesFitting } from './bodies.ts';
import { callHttp, Compression, httpMembers, httpSecrets, HttpUrl, isPage, unlessForeign } from './http.ts';

const Settings = z.strictObject({
  url: HttpUrl,
  account: z.number().int().min(0).max(0xff_ff_ff_ff).default(0).describe('Sent as `AccountID`'),
  project: z.number().int().min(0).max(0xff_ff_ff_ff).default(0).describe('Sent as `ProjectID`'),
  maxAgeHours: MaxAgeHours.describe('Older events are set aside without asking: `-retentionPeriod` of the other side'),
  maxEventBytes: z
    .number()
    .int()
    .min(1024)
    .max(64 << 20)
    .default(256 << 10)
    .describe('Of a line; a larger one is set aside: `-insert.maxLineSizeBytes` of the other side'),
  compression: Compression.default('gzip').describe('Of the body'),
  ...httpMembers,
});
type Settings = z.output<typeof Settings>;

/** `-futureRetention` of the other side. */
const mostAheadHours = 48;

/** VictoriaLogs' JSON lines. It drops what is too long or too old, and what is no JSON, and answers 200: nothing of that is sent. */
export const victoriaLogs: DestinationType<Settings> = {
  type: 'victorialogs',
  meaning:
    "VictoriaLogs' JSON lines. `cluster` is the stream; `_msg` says in a line what was done, and the event's members are fields; with the shape `raw`, `_msg` is the event as it was received, and `key` tells it from all others. The protocol knows no identity: after a crash or an answer that was lost, what was on its way is there twice. It answers before what it took is on its disk: killed, it may lose the last seconds.",
  settings: Settings,
  secrets: httpSecrets,
  shapes: ['flat', 'raw', 'ecs', 'ocsf'],
  limits: ({ maxEventBytes }) => ({ events: 5000, bytes: 5 << 20, eventBytes: maxEventBytes }),
  whyNot: (event, { maxAgeHours }, nowMicros) =>
    whyTooOld(event, maxAgeHours, nowMicros) ?? whyTooEarly(event, mostAheadHours, nowMicros),
  send: async (parcel) => {
    const { events, settings, shape } = parcel;
    const { url, account, project, maxEventBytes } = settings;
    const isRaw = shape === 'raw';
    const { body, refused } = linesFitting(events, maxEventBytes, (event) => lineOf(event, isRaw));
    if (refused.length === events.length) return { kind: 'sent', answer: '', refused };
    const query = '_time_field=_time&_msg_field=_msg&_stream_fields=cluster';
    const { outcome: said, answer } = await callHttp(parcel, {
      url: `${url.replace(/\/$/, '')}/insert/jsonline?${query}`,
      type: 'application/stream+json',
      body,
      headers: () => ({ accountid: String(account), projectid: String(project) }),
    });
    const outcome = unlessForeign(said, { isOwn: !isPage(answer.body), what: 'VictoriaLogs' });
    return outcome.kind === 'sent' ? { ...outcome, refused } : outcome;
  },
};

/** What VictoriaLogs knows by itself (a field without a name is `_msg`), and what tells an event: senders of events do not say it. A line that says `cluster` twice ends its process. */
const ownNames = new Set(['', '_time', '_msg', '_stream', '_stream_id', 'key', 'cluster', 'others']);
/** A line with a longer name, or with more fields, is dropped without a word: those stand in one field, `others`, as text. */
const mostNameBytes = 128;
const mostFields = 900;

function lineOf(event: ForwardedEvent, isRaw: boolean): string {
  const { key, cluster, timeMicros, original, body } = event;
  const own = { _time: formatMicroTime(timeMicros), key, cluster };
  if (isRaw) return JSON.stringify({ ...own, _msg: Buffer.from(body).toString('utf8') });
  const { user, verb, requestUri, code } = readSummary(original);
  const head = JSON.stringify({ ...own, _msg: `${user} ${verb} ${requestUri} ${code ?? ''}`.trim() });
  const fields: string[] = [];
  const others: string[] = [];
  for (const [name, value] of membersOf(body)) {
    if (ownNames.has(name)) continue;
    const isField = fields.length < mostFields && Buffer.byteLength(name) <= mostNameBytes;
    (isField ? fields : others).push(`${JSON.stringify(name)}:${jsonText(value)}`);
  }
  if (others.length > 0) fields.push(`"others":${JSON.stringify(`{${others.join(',')}}`)}`);
  return `${[head.slice(0, -1), ...fields].join(',')}}`;
}
