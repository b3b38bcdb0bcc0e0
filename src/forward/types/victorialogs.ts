import { z } from 'zod';
import { formatMicroTime } from '../../audit/index.ts';
import type { DestinationType, ForwardedEvent } from '../destination-type.ts';
import { readSummary } from '../shapes/summary.ts';
import { linesFitting } from './bodies.ts';
import { callHttp, Compression, httpMembers, httpSecrets, HttpUrl } from './http.ts';

const Settings = z.strictObject({
  url: HttpUrl,
  account: z.number().int().min(0).max(0xff_ff_ff_ff).default(0).describe('Sent as `AccountID`'),
  project: z.number().int().min(0).max(0xff_ff_ff_ff).default(0).describe('Sent as `ProjectID`'),
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

/** VictoriaLogs' JSON lines. It drops longer lines and what is no JSON, and answers 200: nothing of that is sent. */
export const victoriaLogs: DestinationType<Settings> = {
  type: 'victorialogs',
  meaning:
    "VictoriaLogs' JSON lines. `cluster` is the stream; `_msg` says in a line what was done, and the event's members are fields; with the shape `raw`, `_msg` is the event as it was received, and `key` tells it from all others. The protocol knows no identity: after a crash or an answer that was lost, what was on its way is there twice.",
  settings: Settings,
  secrets: httpSecrets,
  shapes: ['flat', 'raw', 'ecs', 'ocsf'],
  limits: ({ maxEventBytes }) => ({ events: 5000, bytes: 5 << 20, eventBytes: maxEventBytes }),
  send: async (parcel) => {
    const { events, settings, shape } = parcel;
    const { url, account, project, maxEventBytes } = settings;
    const isRaw = shape === 'raw';
    const { body, refused } = linesFitting(events, maxEventBytes, (event) => lineOf(event, isRaw));
    if (refused.length === events.length) return { kind: 'sent', answer: '', refused };
    const query = '_time_field=_time&_msg_field=_msg&_stream_fields=cluster';
    const { outcome } = await callHttp(parcel, {
      url: `${url.replace(/\/$/, '')}/insert/jsonline?${query}`,
      type: 'application/stream+json',
      body,
      headers: () => ({ accountid: String(account), projectid: String(project) }),
    });
    return outcome.kind === 'sent' ? { ...outcome, refused } : outcome;
  },
};

function lineOf(event: ForwardedEvent, isRaw: boolean): string {
  const { key, cluster, timeMicros, original } = event;
  const own = { _time: formatMicroTime(timeMicros), key, cluster };
  const body = Buffer.from(event.body).toString('utf8');
  if (isRaw) return JSON.stringify({ ...own, _msg: body });
  const { user, verb, requestUri, code } = readSummary(original);
  const head = JSON.stringify({ ...own, _msg: `${user} ${verb} ${requestUri} ${code ?? ''}`.trim() });
  // The event's own members come behind, and one of them has the cluster's name as well.
  return `${head.slice(0, -1)},${body.trim().slice(1)}`;
}
