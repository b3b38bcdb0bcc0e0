import { createHash } from 'node:crypto';
import { z } from 'zod';
import { jsonText, membersOf, words } from '../../base/index.ts';
import { whyTooOld } from './age.ts';
import { compressed } from '../compressed.ts';
import type { DestinationType, ForwardedEvent, Parcel } from '../destination-type.ts';
import { type Outcome, outcomeOfStatus } from '../outcome.ts';
import { logGroupBytes, type SlsLog } from '../sls/log-group.ts';
import { signedBySls } from '../sls/signature.ts';
import { documentOf, httpMembers, httpTlsSecret, HttpUrl, tlsOf, unlessForeign } from './http.ts';

const Settings = z.strictObject({
  url: HttpUrl.describe('Of the project: `https://PROJECT.cn-hangzhou.log.aliyuncs.com`'),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, words`expected a region, such as cn-hangzhou`)
    .describe('With which calls are signed: `cn-hangzhou`'),
  logstore: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/, words`expected the name of a Logstore`)
    .describe('The Logstore'),
  accessKeyId: z.string().min(1).max(256).describe('The name of the key'),
  keepOrder: z
    .boolean()
    .default(true)
    .describe('Whether all events of a cluster go to one shard, where they stay in order; it takes 5 MB a second'),
  maxAgeHours: z
    .number()
    .int()
    .min(1)
    .max(876_000)
    .default(167)
    .describe('Older events are set aside without asking: SLS takes none that are older than 7 days'),
  compression: z.enum(['deflate', 'none']).default('deflate').describe('Of the body'),
  ...httpMembers,
});
type Settings = z.output<typeof Settings>;

/** Of a group: 4096 logs and 3 MB, names and lengths included. Of a log: 1 MB. */
const limits = { events: 4096, bytes: 2560 << 10, eventBytes: 1000 << 10 } as const;

const Answer = z.object({ errorCode: z.string() });
const ofEvents = new Set(['InvalidTimestamp', 'InvalidEncoding', 'InvalidKey', 'PostBodyInvalid']);

/** A Logstore of Alibaba Cloud's Simple Log Service. */
export const sls: DestinationType<Settings> = {
  type: 'sls',
  meaning:
    "A Logstore of Alibaba Cloud's Simple Log Service (SLS), by PutLogs. A log has the members of an event, its time to the nanosecond, and `__key__`, which tells it from all others; objects in it are JSON. The cluster is the source and the tag `cluster`. A group is taken as a whole or not at all. The protocol knows no identity: after a crash or an answer that was lost, what was on its way is there twice.",
  settings: Settings,
  secrets: [
    { name: 'accessKeySecret', meaning: 'Of `accessKeyId`', isRequired: true },
    { name: 'securityToken', meaning: 'Of a key that holds for a while', isRequired: false },
    httpTlsSecret,
  ],
  shapes: ['raw', 'flat', 'ecs', 'ocsf'],
  limits: () => limits,
  groupOf: ({ clusterId }) => clusterId,
  whyNot: (event, { maxAgeHours }, nowMicros) => whyTooOld(event, maxAgeHours, nowMicros),
  send: async (parcel) => {
    const { events, http, now, signal } = parcel;
    const { cluster } = events[0];
    const group = logGroupBytes({ source: cluster, tags: { cluster }, logs: events.map(logOf) });
    const { url, headers, body } = await signed(parcel, group);
    const answer = await http.send({ method: 'POST', url, headers, body, tls: tlsOf(parcel), signal });
    const isOwn = 'x-log-requestid' in answer.headers;
    return outcomeOfCode(answer.body, unlessForeign(outcomeOfStatus(answer, now), { isOwn, what: 'SLS' }));
  },
};

function logOf({ timeMicros, key, body }: ForwardedEvent): SlsLog {
  const members = [...membersOf(body)].map(([name, value]) => [name, textOf(value)] as const);
  return { timeMicros, contents: [...members, ['__key__', key]] };
}

/** Text is text; all else is JSON, as SLS indexes it. */
function textOf(value: Uint8Array): string {
  const json = jsonText(value);
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

async function signed({ events, settings, secrets, now }: Parcel<Settings>, group: Buffer) {
  const { logstore, region, keepOrder, compression, accessKeyId: id } = settings;
  const { accessKeySecret: secret = '', securityToken: token } = secrets;
  const base = new URL(settings.url);
  const path = `/logstores/${logstore}/shards/${keepOrder ? 'route' : 'lb'}`;
  const shardKey = createHash('md5').update(events[0].clusterId).digest('hex');
  const body = await compressed(group, compression);
  const call = {
    method: 'POST',
    path,
    query: keepOrder ? { key: shardKey } : {},
    headers: {
      host: base.host,
      'content-type': 'application/x-protobuf',
      'x-log-apiversion': '0.6.0',
      'x-log-bodyrawsize': String(group.length),
      ...(compression === 'none' ? {} : { 'x-log-compresstype': compression }),
    },
    body,
  } as const;
  const headers = signedBySls(call, { id, secret, region, token }, now);
  return { url: `${base.origin}${path}${keepOrder ? `?key=${shardKey}` : ''}`, headers, body };
}

/** A status says little: a quota that is used up is 403, and a clock that is wrong is 400. */
function outcomeOfCode(body: Buffer, outcome: Outcome): Outcome {
  if (outcome.kind !== 'refused' && outcome.kind !== 'stopped') return outcome;
  const { errorCode = '' } = Answer.partial().catch({}).parse(documentOf(body));
  if (errorCode.endsWith('WriteQuotaExceed')) return { ...outcome, kind: 'retry' };
  if (errorCode === 'PostBodyTooLarge') return { ...outcome, kind: 'too-large' };
  return { ...outcome, kind: ofEvents.has(errorCode) ? 'refused' : 'stopped' };
}
