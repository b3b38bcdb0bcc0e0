import { z } from 'zod';
import { channelWords } from '../channels/words.ts';
import type { Message } from '../message.ts';

/** Titles that a digest shows, rules that it counts by name, and characters of a name. */
const mostSamples = 10;
const mostRules = 200;
const shownRules = 20;
const nameCharacters = 128;

/** What a digest has taken in, as its `data` has it. */
const Contents = z.object({
  count: z.number(),
  /** How many of them say that something is over. */
  resolved: z.number(),
  /** By rule; those beyond the first hundreds under an empty name. */
  rules: z.record(z.string(), z.number()),
  samples: z.array(z.string()),
});
type Contents = z.output<typeof Contents>;

const nothing: Contents = { count: 0, resolved: 0, rules: {}, samples: [] };

export interface DigestParts {
  /** Of one severity and language, the oldest first. */
  readonly members: readonly [Message, ...Message[]];
  /** The digest so far, where it takes in more. */
  readonly before?: Message | undefined;
  /** Where all of them are found. */
  readonly url: string | undefined;
}

/** The message that stands for several which were too many to be sent one by one. */
export function digestOf({ members, before, url }: DigestParts): Message {
  const [first] = members;
  const { severity, language } = first;
  const contents = members.reduce(takeIn, before === undefined ? nothing : Contents.parse(before.data));
  const words = channelWords(language).digest;
  const counted = Object.entries(contents.rules).toSorted(([, left], [, right]) => right - left);
  const further = counted.slice(shownRules).reduce((sum, [, count]) => sum + count, 0);
  const facts = counted.slice(0, shownRules).map(([rule, count]) => ({ name: rule, value: String(count) }));
  return {
    kind: 'digest',
    severity,
    language,
    title: words.title(contents.count, contents.resolved),
    text: [words.text, ...contents.samples.map((sample) => `· ${sample}`)].join('\n'),
    facts: further > 0 ? [...facts, { name: words.others, value: String(further) }] : facts,
    links: url === undefined ? [] : [{ title: words.link, url }],
    labels: {},
    startedAt: Math.min(first.startedAt, before?.startedAt ?? first.startedAt),
    data: { ...contents, severity },
  };
}

function takeIn({ count, resolved, rules, samples }: Contents, message: Message): Contents {
  const name = (message.labels['rule'] ?? message.labels['alertname'] ?? '').slice(0, nameCharacters);
  const isKnown = Object.hasOwn(rules, name) || Object.keys(rules).length < mostRules;
  const rule = isKnown ? name : '';
  return {
    count: count + 1,
    resolved: resolved + (message.kind === 'resolved' ? 1 : 0),
    rules: { ...rules, [rule]: (Object.hasOwn(rules, rule) ? (rules[rule] ?? 0) : 0) + 1 },
    samples: samples.length < mostSamples ? [...samples, message.title.slice(0, 256)] : samples,
  };
}
