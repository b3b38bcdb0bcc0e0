import { words } from '../../base/index.ts';
import { z } from 'zod';
import type { DestinationType, ForwardedEvent } from '../destination-type.ts';
import { readSummary } from '../shapes/summary.ts';
import { MaxAgeHours, whyTooOld } from './age.ts';
import { onOneLine } from './bodies.ts';
import { callHttp, Compression, httpMembers, httpSecrets, HttpUrl, unlessForeign } from './http.ts';

const Label = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/, words`expected letters, digits and _`);

const Settings = z.strictObject({
  url: HttpUrl,
  tenant: z
    .string()
    .regex(/^[A-Za-z0-9!._*'()-]{1,150}$/)
    .exactOptional()
    .describe('Sent as `X-Scope-OrgID`'),
  labels: z
    .record(Label, z.string().max(1024))
    .refine((labels) => Object.keys(labels).length <= 13, words`expected 13 labels at most`)
    .default({ job: 'kubernetes-audit' })
    .describe('Of the stream, beside `cluster`'),
  metadata: z.boolean().default(true).describe('Whether `verb`, `user` and the like are sent as structured metadata'),
  maxAgeHours: MaxAgeHours.describe(
    'Older events are set aside without asking: `reject_old_samples_max_age` of the other side',
  ),
  maxEventBytes: z
    .number()
    .int()
    .min(1024)
    .max(64 << 20)
    .default(256 << 10)
    .describe('Of an event; a larger one is set aside: `max_line_size` of the other side'),
  compression: Compression.exclude(['zstd']).default('gzip').describe('Of the body'),
  ...httpMembers,
});
type Settings = z.output<typeof Settings>;

/** Grafana Loki's push API. */
export const loki: DestinationType<Settings> = {
  type: 'loki',
  meaning:
    "Grafana Loki's push API, and whatever takes it. `cluster` is a label; the rest is structured metadata. The same line of the same time is stored once where Loki still has it at hand: of what was on its way in a crash, or when an answer was lost, some may be there twice. Loki takes events that are not much older than the newest of their stream: what is refused for that is set aside.",
  settings: Settings,
  secrets: httpSecrets,
  shapes: ['raw', 'flat', 'ecs', 'ocsf'],
  limits: ({ maxEventBytes }) => ({ events: 2000, bytes: 3 << 20, eventBytes: maxEventBytes }),
  whyNot: (event, { maxAgeHours }, nowMicros) => whyTooOld(event, maxAgeHours, nowMicros),
  send: async (parcel) => {
    const { events, settings } = parcel;
    const { tenant } = settings;
    const streams = [...Map.groupBy(events, ({ cluster }) => cluster)].map(([cluster, own]) => ({
      stream: { ...settings.labels, cluster },
      values: own.map((event) => valueOf(event, settings)),
    }));
    const { outcome, answer } = await callHttp(parcel, {
      url: `${settings.url.replace(/\/$/, '')}/loki/api/v1/push`,
      type: 'application/json',
      body: Buffer.from(JSON.stringify({ streams })),
      headers: () => (tenant === undefined ? {} : { 'x-scope-orgid': tenant }),
    });
    return unlessForeign(outcome, { isOwn: answer.status === 204, what: "Loki's push API" });
  },
};

/** Nanoseconds as text: more digits than a number holds. */
function valueOf(event: ForwardedEvent, { metadata }: Settings): readonly unknown[] {
  const line = Buffer.from(onOneLine(event.body)).toString('utf8');
  const time = `${event.timeMicros}000`;
  if (!metadata) return [time, line];
  const { auditId, verb, user, namespace, resource, name, code, stage } = readSummary(event.original);
  const all = { auditID: auditId, verb, user, namespace, resource, name, code: String(code ?? ''), stage };
  return [time, line, Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))];
}
