import { words } from '../../base/index.ts';
import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { z } from 'zod';
import { answerText } from '../../delivery/index.ts';
import { compressed } from '../compressed.ts';
import type { DestinationType, ForwardedEvent, Parcel } from '../destination-type.ts';
import { type Outcome, outcomeOfStatus } from '../outcome.ts';
import { linesOf } from './bodies.ts';
import { httpMembers, HttpUrl, httpTlsSecret, tlsOf, unlessForeign } from './http.ts';

const Settings = z.strictObject({
  url: HttpUrl.describe('Of the service, without the bucket: `https://s3.eu-central-1.amazonaws.com`'),
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, words`expected the name of a bucket`)
    .describe('The bucket'),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .default('us-east-1')
    .describe('With which calls are signed'),
  prefix: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9!_.*'()=-]+(\/[A-Za-z0-9!_.*'()=-]+)*$/, words`expected words joined by /`)
    .default('audit')
    .describe('What the names of objects begin with'),
  accessKeyId: z.string().min(1).max(256).describe('The name of the key'),
  seconds: z
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(60)
    .describe('How long events wait for others to come into the same object'),
  maxBytes: z
    .number()
    .int()
    .min(1024)
    .max(256 << 20)
    .default(32 << 20)
    .describe('Of the events of an object, before compression'),
  compression: z.enum(['zstd', 'gzip', 'none']).default('zstd').describe('Of an object'),
  ...httpMembers,
});
type Settings = z.output<typeof Settings>;

const endings = { zstd: '.jsonl.zst', gzip: '.jsonl.gz', none: '.jsonl' } as const;

/** Objects of any store that speaks S3. */
export const s3: DestinationType<Settings> = {
  type: 's3',
  meaning:
    'Objects of any store that speaks S3: lines of JSON as `PREFIX/cluster=NAME/day=YYYY-MM-DD/FROM-TO-KEY.jsonl.zst`, by the day of receipt. FROM and TO are receipts in microseconds. The same events make the same object, and none is written over: nothing is there twice, unless a destination is changed, or sent to again in other batches.',
  settings: Settings,
  secrets: [
    { name: 'secretAccessKey', meaning: 'Of `accessKeyId`', isRequired: true },
    { name: 'sessionToken', meaning: 'Of a key that holds for a while', isRequired: false },
    httpTlsSecret,
  ],
  shapes: ['raw', 'flat', 'ecs', 'ocsf'],
  limits: ({ maxBytes }) => ({ events: 100_000, bytes: maxBytes, eventBytes: maxBytes }),
  lingerMs: ({ seconds }) => seconds * 1000,
  groupOf: ({ clusterId, receivedAtMicros }) => `${clusterId} ${dayOf(receivedAtMicros)}`,
  send: async (parcel) => {
    const { events, settings, http, now, signal } = parcel;
    const body = await compressed(linesOf(events), settings.compression);
    const { url, headers } = await signed(parcel, body);
    const answer = await http.send({ method: 'PUT', url, headers, body, tls: tlsOf(parcel), signal });
    const said = { status: answer.status, answer: answerText(answer) };
    // The object is there: it was written, and the answer was lost.
    if (answer.status === 412) return { kind: 'sent', ...said };
    // Somebody else writes it at the moment.
    if (answer.status === 409) return { kind: 'retry', ...said };
    const outcome = unlessForeign(outcomeOfStatus(answer, now), { isOwn: 'etag' in answer.headers, what: 'S3' });
    return notRefused(outcome);
  },
};

/** Nothing in an event is a reason to refuse an object. */
function notRefused(outcome: Outcome): Outcome {
  return outcome.kind === 'refused' ? { ...outcome, kind: 'stopped' } : outcome;
}

async function signed({ events, settings, secrets, now }: Parcel<Settings>, body: Uint8Array) {
  const { bucket, region, accessKeyId } = settings;
  const { secretAccessKey = '', sessionToken } = secrets;
  const sum = createHash('sha256').update(body).digest('hex');
  const name = objectName(events, sum, settings);
  const signer = new AwsV4Signer({
    method: 'PUT',
    url: `${settings.url.replace(/\/$/, '')}/${bucket}/${name}`,
    headers: {
      'if-none-match': '*',
      'content-type': 'application/octet-stream',
      'x-amz-content-sha256': sum,
    },
    body,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    service: 's3',
    region,
    datetime: new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, ''),
  });
  const { url, headers } = await signer.sign();
  return { url: url.toString(), headers: Object.fromEntries(headers) };
}

/** By what it holds: what is sent again is the same object, and another shape of the same events is another. */
function objectName(events: Parcel<Settings>['events'], sum: string, { prefix, compression }: Settings): string {
  const [first] = events;
  const last = events.at(-1) ?? first;
  const folder = `cluster=${first.cluster}/day=${dayOf(first.receivedAtMicros)}`;
  return `${prefix}/${folder}/${first.receivedAtMicros}-${last.receivedAtMicros}-${sum.slice(0, 16)}${endings[compression]}`;
}

function dayOf(micros: ForwardedEvent['receivedAtMicros']): string {
  return new Date(micros / 1000).toISOString().slice(0, 10);
}
