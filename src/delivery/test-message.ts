import { channelWords } from './channels/words.ts';
import type { Message } from './message.ts';

/** What a channel is sent to see whether it works. */
export function testMessage(channel: string, language: string, now: number): Message {
  const { title, text } = channelWords(language).testMessage;
  return {
    kind: 'test',
    severity: 'report',
    language,
    title: title(channel),
    text,
    facts: [],
    links: [],
    labels: {},
    startedAt: now,
    data: { channel, title: title(channel) },
  };
}
