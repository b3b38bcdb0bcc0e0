import { issueOf, said, words } from '../../base/index.ts';
import { z } from 'zod';
import type { DestinationType, ForwardedEvent, Parcel } from '../destination-type.ts';
import { produce } from '../kafka/produce.ts';
import { codecs, recordBatch, type KafkaRecord } from '../kafka/record-batch.ts';
import { type Credentials, mechanisms } from '../kafka/sasl.ts';
import { httpMembers, httpTlsSecret, tlsOf } from './http.ts';

const Url = z
  .url({ protocol: /^(tcp|tls)$/ })
  .max(2048)
  .regex(/^[a-z]+:\/\/[^/?#@]+:\d+$/, words`expected tcp:// or tls://, a host and a port`);

const Settings = z
  .strictObject({
    urls: z
      .array(Url)
      .min(1)
      .max(20)
      .refine(
        (urls) => new Set(urls.map((url) => URL.parse(url)?.protocol)).size === 1,
        words`expected tcp:// or tls:// alone`,
      )
      .describe('`tcp://HOST:PORT` or `tls://HOST:PORT` of some brokers: these tell of the others'),
    topic: z
      .string()
      .regex(/^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/, words`expected the name of a topic`)
      .describe('The topic. It is not made where there is none'),
    sasl: z.enum(mechanisms).exactOptional().describe('How `username` and `password` are shown; left out: not at all'),
    username: z.string().min(1).max(253).exactOptional().describe('With `password`, for `sasl`'),
    compression: z.enum(codecs).default('gzip').describe('Of a batch'),
    maxEvents: z.number().int().min(1).max(50_000).default(5000).describe('Events of a batch'),
    maxBytes: z
      .number()
      .int()
      .min(1024)
      .max(100 << 20)
      .default(2 << 20)
      .describe(
        'Of the events of a batch, before compression. One that is too large for `max.message.bytes` is cut in two',
      ),
    ...httpMembers,
  })
  .superRefine(({ sasl, username }, context) => {
    if ((sasl === undefined) === (username === undefined)) return;
    const [path, other] = sasl === undefined ? ['username', 'sasl'] : ['sasl', 'username'];
    context.addIssue({ ...issueOf(said`expected \`${other}\` beside it`), path: [path] });
  });
type Settings = z.output<typeof Settings>;

/** A topic of Kafka, or of whatever speaks its protocol. */
export const kafka: DestinationType<Settings> = {
  type: 'kafka',
  meaning:
    'A topic of Kafka from 2.1 on, or of whatever speaks its protocol. The key of a record is the name of the cluster, so that the events of a cluster are in one partition, in order; the headers `key` and `cluster` tell an event from all others. All replicas that are in step must have a batch (`acks=all`), and a batch that is sent again because a connection broke or a leader changed is there once. After a crash, or where no broker answered for a minute, what was on its way is there twice.',
  settings: Settings,
  secrets: [{ name: 'password', meaning: 'Of `username`', isRequired: false, neededBy: 'username' }, httpTlsSecret],
  shapes: ['raw', 'flat', 'ecs', 'ocsf'],
  limits: ({ maxEvents, maxBytes }) => ({ events: maxEvents, bytes: maxBytes, eventBytes: maxBytes }),
  groupOf: ({ clusterId }) => clusterId,
  send: async (parcel) => {
    const { events, settings, connector, clock, signal } = parcel;
    const { urls, topic, sasl, compression } = settings;
    const credentials = credentialsOf(parcel);
    if (sasl !== undefined && !credentials)
      return { kind: 'stopped', answer: words`\`sasl\` wants \`username\` and \`password\`` };
    const servers = urls.map((url) => new URL(url));
    const cluster = {
      servers: servers.map(({ hostname, port }) => ({ host: hostname, port: Number(port) })),
      tls: servers[0]?.protocol === 'tls:' ? tlsOf(parcel) : undefined,
      credentials,
      connector,
      clock,
      signal,
    };
    const records = await recordBatch(events.map(recordOf), compression);
    return produce({ topic, key: Buffer.from(events[0].cluster), records }, cluster);
  },
};

/** By the time of receipt, which grows within a partition as Kafka's index of times wants it. */
function recordOf({ cluster, key, receivedAtMicros, body }: ForwardedEvent): KafkaRecord {
  const timestamp = Math.floor(receivedAtMicros / 1000);
  return { timestamp, key: Buffer.from(cluster), value: body, headers: { key, cluster } };
}

function credentialsOf({ settings, secrets: { password } }: Parcel<Settings>): Credentials | undefined {
  const { sasl: mechanism, username } = settings;
  if (mechanism === undefined || username === undefined || password === undefined) return undefined;
  return { mechanism, username, password };
}
