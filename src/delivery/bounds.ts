import { cutText } from '../base/index.ts';
import type { Message } from './message.ts';

/** Characters and numbers that a message may have where it is kept. */
const most = { title: 1000, text: 20_000, facts: 300, name: 300, value: 8000, links: 20, about: 500 } as const;
/** Of `data`, in JSON. */
const dataBytes = 256 << 10;
/** Of all attachments together, in Base64. */
const attachmentBytes = 24 << 20;

/** A message with what there is room for. What it loses is said: files by name in its text, its data by `isCut`. */
export function boundedMessage(message: Message): Message {
  const { attachments, ...rest } = message;
  const kept = fittingFiles(attachments ?? []);
  const left = (attachments ?? []).filter((file) => !kept.includes(file)).map(({ name }) => `✂ ${name}`);
  return {
    ...rest,
    title: cut(message.title, most.title),
    text: [cut(message.text, most.text), ...left].filter(Boolean).join('\n'),
    facts: message.facts
      .slice(0, most.facts)
      .map(({ name, value }) => ({ name: cut(name, most.name), value: cut(value, most.value) })),
    links: message.links.slice(0, most.links),
    data: JSON.stringify(message.data).length > dataBytes ? { isCut: true } : message.data,
    ...(message.about === undefined ? {} : { about: message.about.slice(0, most.about) }),
    ...(attachments === undefined ? {} : { attachments: kept }),
  };
}

function cut(text: string, length: number): string {
  const { text: begin, cut: isCut } = cutText(text, length);
  return isCut ? `${begin}…` : text;
}

/** The first files that have room together. */
function fittingFiles(files: NonNullable<Message['attachments']>): NonNullable<Message['attachments']> {
  let room = attachmentBytes;
  return files.filter(({ content }) => {
    if (content.length > room) return false;
    room -= content.length;
    return true;
  });
}
