import { said, textOf, words } from '../../base/index.ts';
import { z } from 'zod';
import type { DestinationType, ForwardedEvent, Parcel } from '../destination-type.ts';
import type { Outcome, Refusal } from '../outcome.ts';
import { onOneLine } from './bodies.ts';
import { callHttp, Compression, documentOf, httpMembers, httpSecrets, HttpUrl, unlessForeign } from './http.ts';

const Settings = z.strictObject({
  url: HttpUrl,
  index: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^A-Z\s\\/*?"<>|,#]+$/, words`expected what the name of an index may have`)
    .default('k8s-audit-{cluster}-{day}')
    .describe('The index, with the name of the cluster and the day of receipt in it'),
  username: z.string().max(253).exactOptional().describe('With `password`, in place of a token'),
  compression: Compression.exclude(['zstd']).default('gzip').describe('Of the body'),
  maxEvents: z.number().int().min(1).max(10_000).default(2000).describe('Events of a call'),
  maxBytes: z
    .number()
    .int()
    .min(1024)
    .max(100 << 20)
    .default(5 << 20)
    .describe('Of a call, before compression'),
  ...httpMembers,
});
type Settings = z.output<typeof Settings>;

/** Of a document: its index is closed or missing, or not for us. The next one would be told the same. */
const notOfEvents = new Set([401, 403, 404]);
/** Errors of 400 of which that is true as well; the last one: there are as many shards as there may be. */
const typesNotOfEvents = new Set(['index_closed_exception', 'invalid_index_name_exception', 'validation_exception']);

const dayMicros = 86_400_000_000;

/** Of the answer, which says something of each event. */
const answerBytes = 32 << 20;

const ItemStatus = z.object({ status: z.number(), error: z.unknown().optional() });
const Answer = z.object({
  errors: z.boolean(),
  items: z.array(z.record(z.string(), ItemStatus)).optional(),
});

/** Elasticsearch, OpenSearch, and whatever takes their bulk API. */
export const elasticsearch: DestinationType<Settings> = {
  type: 'elasticsearch',
  meaning:
    'Elasticsearch, OpenSearch, and whatever takes their bulk API. The `_id` of a document is made of what makes an event the same, and it is written in place of the one before: nothing is there twice, and a whole event takes the place of its truncated twin. That holds for an index, not for a data stream. A document that is refused for its index (401, 403 and 404 of a document, an index that is closed or cannot be made) is not set aside: it stops the destination.',
  settings: Settings,
  secrets: [{ name: 'password', meaning: 'Of `username`', isRequired: false, neededBy: 'username' }, ...httpSecrets],
  shapes: ['ecs', 'flat'],
  limits: ({ maxEvents, maxBytes }) => ({ events: maxEvents, bytes: maxBytes, eventBytes: maxBytes }),
  send: async (parcel) => {
    const { events, settings } = parcel;
    const { outcome, answer } = await callHttp(parcel, {
      url: `${settings.url.replace(/\/$/, '')}/_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason`,
      type: 'application/x-ndjson',
      body: bulkOf(events, settings.index),
      headers: () => basicOf(parcel),
      answerBytes,
    });
    return outcome.kind === 'sent' ? outcomeOfItems(answer.body, outcome, events.length) : outcome;
  },
};

const newline = Buffer.from('\n');

function bulkOf(events: readonly ForwardedEvent[], index: string): Uint8Array {
  const headOf = createHeads(index);
  const pieces = events.flatMap((event, at) => [
    Buffer.from(`${at === 0 ? '' : '\n'}${headOf(event)}${event.key}"}}\n`),
    onOneLine(event.body),
  ]);
  return Buffer.concat([...pieces, newline]);
}

/** What stands before an `_id`. It is the same for a cluster and a day. */
function createHeads(index: string): (event: ForwardedEvent) => string {
  const heads = new Map<string, string>();
  return ({ cluster, receivedAtMicros }) => {
    const day = Math.floor(receivedAtMicros / dayMicros);
    const of = `${day} ${cluster}`;
    const known = heads.get(of);
    if (known !== undefined) return known;
    const date = new Date((day * dayMicros) / 1000).toISOString().slice(0, 10).replaceAll('-', '.');
    const name = index.replaceAll('{cluster}', () => cluster.toLowerCase()).replaceAll('{day}', date);
    const head = `{"index":{"_index":${JSON.stringify(name)},"_id":"`;
    heads.set(of, head);
    return head;
  };
}

function basicOf({
  settings: { username },
  secrets: { password },
}: Parcel<Settings>): Readonly<Record<string, string>> {
  if (username === undefined || password === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

/** 200 says nothing of the events: each has a status of its own. An answer that says nothing of them is no promise. */
function outcomeOfItems(body: Buffer, told: Outcome & { kind: 'sent' }, count: number): Outcome {
  const read = Answer.safeParse(documentOf(body));
  if (!read.success) return unlessForeign(told, { isOwn: false, what: 'a bulk call' });
  const { errors, items = [] } = read.data;
  const statuses = items.flatMap((item) => Object.values(item));
  if (!errors) return { ...told, answer: '' };
  if (statuses.length !== count)
    return { ...told, kind: 'retry', answer: textOf(said`it tells of ${statuses.length} of ${count} events`) };
  const { refused, again, stopped } = sortedItems(statuses);
  const [first] = statuses;
  if (again.length === count && stopped) return { kind: 'stopped', ...stopped };
  if (again.length === count)
    return { kind: 'retry', status: first?.status, answer: JSON.stringify(first?.error ?? '') };
  const [refusal] = refused;
  if (refused.length === count && refusal) return { kind: 'refused', status: refusal.status, answer: refusal.answer };
  return { kind: 'sent', status: told.status, answer: '', refused, ...(again.length > 0 ? { again } : {}) };
}

function sortedItems(statuses: readonly z.output<typeof ItemStatus>[]) {
  const refused: Refusal[] = [];
  const again: number[] = [];
  let stopped: Omit<Refusal, 'index'> | undefined;
  for (const [index, { status, error }] of statuses.entries()) {
    const told = { status, answer: JSON.stringify(error ?? '') };
    const isStopped = isNotOfEvent(status, error);
    if (isStopped) stopped ??= told;
    if (isStopped || status === 429 || status >= 500) again.push(index);
    // One that is there already in a later version is there.
    else if (status >= 300 && status !== 409) refused.push({ index, ...told });
  }
  return { refused, again, stopped };
}

const ErrorOfType = z.object({ type: z.string() });

function isNotOfEvent(status: number, error: unknown): boolean {
  const { data } = ErrorOfType.safeParse(error);
  return notOfEvents.has(status) || (status === 400 && typesNotOfEvents.has(data?.type ?? ''));
}
