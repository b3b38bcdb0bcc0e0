import { cutText } from '../../base/index.ts';
import type { Message } from '../message.ts';
import { channelWords } from './words.ts';

/** Characters of a value, from plenty to next to none: each is half of the one before. */
const steps = [16_384, 8192, 4096, 2048, 1024, 512, 256, 128, 64, 32, 16];
/** Facts that are left at the last steps. */
const fewFacts = 10;

/**
 * Renders a message so that it has no more than so many bytes: where it has more, its longest texts are cut first, then its facts become
 * few, and it says so. What is untrusted is cut before it is rendered, so that no markup is cut in half.
 */
export function renderWithin(bytes: number, message: Message, render: (message: Message) => string): string {
  const whole = render(message);
  if (Buffer.byteLength(whole) <= bytes) return whole;
  let rendered = whole;
  for (const characters of steps) {
    rendered = render(shortened(message, characters));
    if (Buffer.byteLength(rendered) <= bytes) break;
  }
  return rendered;
}

function shortened(message: Message, characters: number): Message {
  const cut = (text: string): string => {
    const { text: kept, cut: isCut } = cutText(text, characters);
    return isCut ? `${kept}…` : kept;
  };
  const facts = message.facts.map(({ name, value }) => ({ name: cut(name), value: cut(value) }));
  return {
    ...message,
    title: cut(message.title),
    text: [cut(message.text), channelWords(message.language).shortened].filter(Boolean).join('\n'),
    facts: characters < 128 ? facts.slice(0, fewFacts) : facts,
    labels: Object.fromEntries(Object.entries(message.labels).map(([name, value]) => [name, cut(value)])),
  };
}
