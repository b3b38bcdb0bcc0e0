import { z } from 'zod';
import { ClusterNames, Time } from './common.ts';
import { Language } from './dashboards.ts';

export const NewCase = z.object({
  name: z.string().trim().min(1).max(200),
  summary: z.string().max(4000).default(''),
  /** Others may read it: of what is pinned, what they may see. */
  shared: z.boolean().default(false),
});

export const CaseSummary = z.object({
  id: z.string(),
  name: z.string(),
  summary: z.string(),
  owner: z.string(),
  shared: z.boolean(),
  /** Whether the caller may change it. */
  editable: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** That the caller may see. */
  pinCount: z.number(),
});

const Note = z.string().max(2000);
const Pin = z.object({ id: z.string(), note: z.string(), pinnedAt: z.string() });

export const PinnedEvent = Pin.extend({
  kind: z.literal('event'),
  cluster: z.string(),
  auditId: z.string(),
  stage: z.string(),
  /** Its stage time. */
  at: z.string(),
  /** As received; without request and response bodies for a caller who may not see them. Left out where `raw` is `false`. */
  raw: z.string().exactOptional(),
  /** SHA-256 of the bytes received; null for a caller who may not see them all. */
  sha256: z.string().nullable(),
});

export const PinnedSearch = Pin.extend({
  kind: z.literal('search'),
  query: z.string(),
  from: z.string(),
  to: z.string(),
  /** Null: all. */
  clusters: z.array(z.string()).nullable(),
});

export const CaseAnswer = CaseSummary.extend({
  /** In the order of the case. */
  pins: z.array(z.discriminatedUnion('kind', [PinnedEvent, PinnedSearch])),
});

export const NewPin = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    cluster: z.string().max(253),
    auditId: z.string().min(1).max(1024),
    stage: z.string().max(64),
    /** Its stage time, to the microsecond. */
    at: Time,
    note: Note.default(''),
  }),
  z.object({
    kind: z.literal('search'),
    query: z.string().max(1 << 16),
    /** Relative times are fixed when it is pinned. */
    from: Time,
    to: Time,
    clusters: ClusterNames.optional(),
    note: Note.default(''),
  }),
]);

export const PinChange = z.object({
  note: Note.optional(),
  /** The id of the pin to stand before; null is the end. */
  before: z.string().max(64).nullable().optional(),
});

export const CaseExport = z.object({
  /** Markdown, the case as JSON, or the pinned events as received, one a line. */
  format: z.enum(['md', 'json', 'jsonl']).default('md'),
  /** Of the Markdown: en, zh-CN or ja. */
  language: Language.default('en'),
});
