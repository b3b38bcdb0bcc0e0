import { z } from 'zod';

/** The languages of messages, by BCP 47. Where nothing else is asked for, the first. */
export const messageLanguages = ['en', 'zh-CN', 'ja'] as const;
export type MessageLanguage = (typeof messageLanguages)[number];

/** The most urgent first. */
export type MessageSeverity = 'critical' | 'high' | 'medium' | 'low' | 'report';

/** What a message is about. `digest` stands for several that were too many to be sent one by one. */
export type MessageKind = 'alert' | 'resolved' | 'digest' | 'report' | 'heartbeat' | 'test';

/** A file that goes with a message where its channel can take one. */
export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  /** Base64. */
  readonly content: string;
}

/**
 * What is to be told, in the language of its channel and in no dialect. All texts but the addresses of links are untrusted: they hold what
 * attackers chose, and a channel makes of them text and never markup, mentions or links.
 */
export interface Message {
  readonly kind: MessageKind;
  readonly severity: MessageSeverity;
  /** One of `messageLanguages`; for the words that the channel adds itself. */
  readonly language: string;
  /** One line. */
  readonly title: string;
  /** Some lines of plain text; may be empty. */
  readonly text: string;
  /** In the order in which they are shown. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** Made by this server; absent where it has no public address. */
  readonly links: readonly { readonly title: string; readonly url: string }[];
  /** What tells alerts apart, for Alertmanager, PagerDuty and the like. */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * The same for a problem from its first message to the one that says that it is over: dedup_key, alias, thread. Left out where a message
   * stands for itself.
   */
  readonly problem?: string;
  /** Keys of what it tells, some hundreds at most: by them all messages are found that tell the same, in whatever channel. */
  readonly about?: readonly string[];
  /** Unix milliseconds: since when, and until when where it is over. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** The whole, for machines: what a generic webhook sends as `data`, and what templates call `alert`. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly attachments?: readonly Attachment[];
}

/** What of a message is in words. */
export type MessageWords = Pick<Message, 'title' | 'text' | 'facts' | 'links'>;

export const messageWords = z.object({
  title: z.string(),
  text: z.string(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
});

const form: z.ZodType<Message> = z.object({
  kind: z.enum(['alert', 'resolved', 'digest', 'report', 'heartbeat', 'test']),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'report']),
  language: z.string(),
  ...messageWords.shape,
  labels: z.record(z.string(), z.string()),
  problem: z.string().exactOptional(),
  about: z.array(z.string()).exactOptional(),
  startedAt: z.number(),
  endedAt: z.number().exactOptional(),
  data: z.record(z.string(), z.unknown()),
  attachments: z.array(z.object({ name: z.string(), contentType: z.string(), content: z.string() })).exactOptional(),
});

/** Reads a message that was kept as JSON. */
export function readMessage(json: string): Message {
  return form.parse(JSON.parse(json));
}
