import { said, textOf, words } from '../../base/index.ts';
import { z } from 'zod';
import type { DestinationType, ForwardedEvent } from '../destination-type.ts';
import type { Outcome } from '../outcome.ts';
import { readFacts } from '../shapes/summary.ts';
import { onOneLine } from './bodies.ts';
import { callHttp, Compression, documentOf, httpMembers, httpSecrets, HttpUrl, unlessForeign } from './http.ts';

const Settings = z.strictObject({
  url: HttpUrl.describe('`http://` or `https://`, without `/v1/logs`'),
  resource: z
    .record(z.string().min(1).max(255), z.string().max(4096))
    .refine((attributes) => Object.keys(attributes).length <= 50, words`expected 50 attributes at most`)
    .default({})
    .describe('Attributes of the resource, beside `k8s.cluster.name`'),
  maxBytes: z
    .number()
    .int()
    .min(1024)
    .max(64 << 20)
    .default(4 << 20)
    .describe('Of the events of a call'),
  compression: Compression.default('gzip').describe('Of the body'),
  ...httpMembers,
});
type Settings = z.output<typeof Settings>;

/** Severity INFO of OpenTelemetry's logs. */
const info = 9;

const Answer = z.object({
  partialSuccess: z
    .object({ rejectedLogRecords: z.coerce.number().default(0), errorMessage: z.string().default('') })
    .optional(),
});

type Answer = z.output<typeof Answer>;

/** Logs by OTLP over HTTP, in JSON. */
export const otlp: DestinationType<Settings> = {
  type: 'otlp',
  meaning:
    'Logs of OpenTelemetry by HTTP, in JSON: a collector, and whatever takes OTLP. The body of a record is the event; what most are looked for by are attributes, and `log.record.uid` tells an event from all others. The protocol knows no identity: after a crash or an answer that was lost, what was on its way is there twice. Where the other side takes a part of a call without saying which, all events of the call are told as refused.',
  settings: Settings,
  secrets: httpSecrets,
  shapes: ['raw', 'flat', 'ecs', 'ocsf'],
  limits: ({ maxBytes }) => ({ events: 2000, bytes: maxBytes, eventBytes: maxBytes }),
  send: async (parcel) => {
    const { events, settings } = parcel;
    const resourceLogs = [...Map.groupBy(events, ({ cluster }) => cluster)].map(([cluster, own]) => ({
      resource: { attributes: attributesOf({ ...settings.resource, 'k8s.cluster.name': cluster }) },
      scopeLogs: [{ scope: { name: 'whodunit' }, logRecords: own.map(recordOf) }],
    }));
    const { outcome, answer } = await callHttp(parcel, {
      url: `${settings.url.replace(/\/$/, '')}/v1/logs`,
      type: 'application/json',
      body: Buffer.from(JSON.stringify({ resourceLogs })),
    });
    // Some answer nothing, which is the empty message as well.
    const read = Answer.safeParse(answer.body.length === 0 ? {} : documentOf(answer.body));
    if (!read.success) return unlessForeign(outcome, { isOwn: false, what: 'OTLP' });
    return outcome.kind === 'sent' ? withRejected(outcome, read.data, events.length) : outcome;
  },
};

/** Rejected is lost by the protocol: whoever sends again has the others twice. */
function withRejected(outcome: Outcome & { kind: 'sent' }, { partialSuccess }: Answer, count: number): Outcome {
  if (!partialSuccess || partialSuccess.rejectedLogRecords === 0) return outcome;
  const { rejectedLogRecords, errorMessage } = partialSuccess;
  if (rejectedLogRecords >= count) return { ...outcome, kind: 'refused', answer: errorMessage };
  const answer = textOf(said`${rejectedLogRecords} of the ${count} events of this call were refused: ${errorMessage}`);
  return { ...outcome, refused: Array.from({ length: count }, (_, index) => ({ index, answer })) };
}

/** Names as OpenShift's forwarder has them: OpenTelemetry has none for audit. */
function recordOf(event: ForwardedEvent) {
  const { key, timeMicros, receivedAtMicros, original, body } = event;
  const { level, stage, requestURI, verb, user, userAgent, sourceIPs, objectRef, responseStatus, auditID } =
    readFacts(original);
  return {
    timeUnixNano: `${timeMicros}000`,
    observedTimeUnixNano: `${receivedAtMicros}000`,
    severityNumber: info,
    severityText: 'INFO',
    body: { stringValue: Buffer.from(onOneLine(body)).toString('utf8') },
    attributes: attributesOf({
      'log.record.uid': key,
      'k8s.audit.event.id': auditID,
      'k8s.audit.event.level': level,
      'k8s.audit.event.stage': stage,
      'k8s.audit.event.request.uri': requestURI,
      'k8s.audit.event.request.verb': verb,
      'k8s.audit.event.response.code': responseStatus?.code,
      'k8s.audit.event.object_ref.resource': objectRef?.resource,
      'k8s.audit.event.object_ref.namespace': objectRef?.namespace,
      'k8s.audit.event.object_ref.name': objectRef?.name,
      'k8s.audit.event.object_ref.subresource': objectRef?.subresource,
      'k8s.user.username': user.username,
      'client.address': sourceIPs[0],
      'user_agent.original': userAgent,
    }),
  };
}

function attributesOf(values: Readonly<Record<string, string | number | undefined>>) {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => ({
      key,
      // An int64 of protobuf's JSON is text.
      value: typeof value === 'number' ? { intValue: String(Math.trunc(value)) } : { stringValue: value },
    }));
}
