import { z } from 'zod';
import type { DestinationType, ForwardedEvent } from '../destination-type.ts';
import type { Outcome } from '../outcome.ts';
import { linesFitting } from './bodies.ts';
import { callHttp, Compression, httpMembers, httpTlsSecret, HttpUrl } from './http.ts';

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
  compression: Compression.exclude(['zstd']).default('gzip').describe('Of the body'),
  ...httpMembers,
});
type Settings = z.output<typeof Settings>;

const Answer = z.object({ code: z.number() });
/** Codes of an answer of 400 that are not about an event: the index, the channel, acknowledgements that are off. */
const notOfEvents = new Set([7, 10, 11, 14]);

/** Splunk's HTTP Event Collector. */
export const splunk: DestinationType<Settings> = {
  type: 'splunk',
  meaning:
    "Splunk's HTTP Event Collector, and whatever takes it. The field `uid` tells an event from all others. It answers when it has read a batch, not when that is indexed: what it loses then is its own loss. The protocol knows no identity: after a crash or an answer that was lost, what was on its way is there twice.",
  settings: Settings,
  secrets: [{ name: 'token', meaning: 'Sent as `Authorization: Splunk …`', isRequired: true }, httpTlsSecret],
  shapes: ['raw', 'flat', 'ecs', 'ocsf'],
  limits: ({ maxEventBytes }) => ({ events: 1000, bytes: 900 << 10, eventBytes: maxEventBytes }),
  send: async (parcel) => {
    const { events, settings, secrets } = parcel;
    const { token, ...others } = secrets;
    const { body, refused } = linesFitting(events, settings.maxEventBytes, (event) => lineOf(event, settings));
    if (refused.length === events.length) return { kind: 'sent', answer: '', refused };
    const { outcome, answer } = await callHttp(
      { ...parcel, secrets: others },
      {
        url: `${settings.url.replace(/\/$/, '')}/services/collector/event`,
        type: 'application/json',
        body,
        headers: () => ({ authorization: `Splunk ${token ?? ''}` }),
      },
    );
    if (outcome.kind === 'sent') return { ...outcome, refused };
    return outcome.kind === 'refused' ? ofEvents(outcome, answer.body) : outcome;
  },
};

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

function documentOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return {};
  }
}
