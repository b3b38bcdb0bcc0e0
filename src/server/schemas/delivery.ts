import { z } from 'zod';
import { Diagnostic } from './common.ts';
import { Language } from './dashboards.ts';

const Time = z.string();
const Page = {
  cursor: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
};

export const Severity = z.enum(['critical', 'high', 'medium', 'low', 'report']);

/** What is kept of a channel. Of its secrets it says which there are, and of an address its host. */
export const Channel = z.object({
  name: z.string(),
  type: z.string(),
  /** Of the messages that it is sent. */
  language: z.string(),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.array(z.object({ name: z.string(), host: z.string().optional() })),
  savedBy: z.string(),
  savedAt: Time,
  /** Since when no try went well, and what the other side said last; null where the last one did. */
  failing: z.object({ since: Time, answer: z.string() }).nullable(),
});

export const ChannelList = z.object({ items: z.array(Channel) });

/** Of a file of channels. */
export const channelFileBytes = 1 << 20;

/** Channels as a file has them, or one as a form. A secret that is left out stays as it is. */
export const GivenChannels = z.union([
  z.strictObject({ yaml: z.string().max(channelFileBytes) }),
  z.looseObject({ name: z.string(), type: z.string() }),
]);

export const AppliedChannels = z.object({ items: z.array(Channel), diagnostics: z.array(Diagnostic) });

/** The forms of channels, as JSON Schema. */
export const ChannelTypes = z.object({
  items: z.array(
    z.object({
      type: z.string(),
      settings: z.record(z.string(), z.unknown()),
      secrets: z.array(
        z.object({
          name: z.string(),
          required: z.boolean(),
          neededBy: z.string().exactOptional(),
          schema: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
});

const Outcome = z.enum(['delivered', 'retry', 'failed', 'too-large']);

/** What the other side said to a test message. */
export const ChannelTest = z.object({ outcome: Outcome, status: z.number().optional(), answer: z.string() });

export const DeliveryState = z.enum(['ready', 'sending', 'sent', 'dead', 'merged']);

export const DeliveryQuery = z.object({
  channel: z.string().max(64).optional(),
  state: DeliveryState.optional(),
  /** The key of a cause: those that tell of it. */
  about: z.string().max(255).optional(),
  ...Page,
});

/** A message on its way to a channel. */
export const Delivery = z.object({
  id: z.number().int(),
  /** The other side is told it with each try. */
  key: z.string(),
  channel: z.string(),
  kind: z.string(),
  severity: Severity,
  title: z.string(),
  state: DeliveryState,
  /** The digest that told it. */
  mergedInto: z.number().int().nullable(),
  createdAt: Time,
  dueAt: Time,
  attempts: z.number().int(),
  endedAt: Time.nullable(),
});

export const DeliveryList = z.object({ items: z.array(Delivery), cursor: z.string().optional() });

const Link = z.object({ title: z.string(), url: z.string() });
const Fact = z.object({ name: z.string(), value: z.string() });

export const DeliveryDetails = Delivery.extend({
  text: z.string(),
  facts: z.array(Fact),
  links: z.array(Link),
  tries: z.array(
    z.object({
      at: Time,
      durationMs: z.number(),
      outcome: z.string(),
      status: z.number().nullable(),
      answer: z.string(),
    }),
  ),
});

export const InboxState = z.enum(['open', 'acknowledged', 'resolved']);

export const InboxQuery = z.object({
  state: InboxState.optional(),
  severity: Severity.optional(),
  assignee: z.string().max(253).optional(),
  /** Those alone that the caller has not read. */
  unread: z.stringbool().optional(),
  /** Of the messages. */
  language: Language.default('en'),
  ...Page,
});

/** A message of the message centre. All texts are what was found in events: untrusted. */
export const InboxItem = z.object({
  id: z.number().int(),
  at: Time,
  kind: z.string(),
  severity: Severity,
  title: z.string(),
  text: z.string(),
  facts: z.array(Fact),
  links: z.array(Link),
  labels: z.record(z.string(), z.string()),
  /** Names of the clusters that it is about; none: all, or the server itself. */
  clusters: z.array(z.string()),
  /** Keys of the causes that it tells, as the history of alerts has them. */
  about: z.array(z.string()),
  state: InboxState,
  assignee: z.string().nullable(),
  /** Who acknowledged or assigned it last. */
  changedBy: z.string().nullable(),
  changedAt: Time.nullable(),
  read: z.boolean(),
  comments: z.number().int(),
});

export const InboxList = z.object({
  items: z.array(InboxItem),
  /** All that the caller may see and has not read, by severity. */
  unread: z.partialRecord(Severity, z.number().int()),
  cursor: z.string().optional(),
});

export const InboxDetails = InboxItem.extend({
  /** The whole, as webhooks are sent it. */
  data: z.record(z.string(), z.unknown()),
  thread: z.array(z.object({ at: Time, author: z.string(), text: z.string() })),
});

/** Some of them, or all up to one. */
export const InboxRead = z.union([
  z.strictObject({ ids: z.array(z.number().int()).max(1000) }),
  z.strictObject({ upTo: z.number().int() }),
]);

export const InboxAssignment = z.object({
  /** The name of a user; null: nobody. */
  assignee: z.string().min(1).max(253).nullable(),
});

export const InboxComment = z.object({ text: z.string().trim().min(1).max(4096) });
