import { z } from 'zod';
import type { Transaction } from '../records/index.ts';
import { boundedMessage } from './bounds.ts';
import { type Message, messageLanguages, type MessageLanguage, messageWords, readMessage } from './message.ts';

/** A message for the message centre, which each reads in their own language. */
export interface NewPost {
  /** Unique for ever: the same again is not taken. */
  readonly key: string;
  readonly write: (language: MessageLanguage) => Message;
  /** JSON of what the message shows at most: who does not cover it does not see it. */
  readonly scope: string;
}

/**
 * Puts a message into the message centre, within the transaction that holds what caused it. Gives false where the key is known. One of kind
 * `resolved` ends what is there of its problem.
 */
export function post({ inbox }: Transaction, { key, write, scope }: NewPost): boolean {
  const [first, ...others] = messageLanguages;
  const message = boundedMessage(write(first));
  const { problem, severity } = message;
  const isOver = message.kind === 'resolved';
  if (isOver && problem !== undefined) inbox.resolve(problem);
  const translations = Object.fromEntries(
    others.map((language) => {
      const { title, text, facts, links } = boundedMessage(write(language));
      return [language, { title, text, facts, links }];
    }),
  );
  // Files are for whom the page is not there.
  const kept = JSON.stringify({ ...message, attachments: undefined, translations });
  return inbox.add({ key, message: kept, severity, problem, scope }, isOver ? 'resolved' : 'open');
}

const Translations = z.object({ translations: z.record(z.string(), messageWords).default({}) });

/** Reads a message of the message centre in a language, or in the nearest that it is written in. */
export function readPost(json: string, language: string): Message {
  const message = readMessage(json);
  const { translations } = Translations.parse(JSON.parse(json));
  const [base = ''] = language.split('-');
  const tags = Object.keys(translations);
  const tag = tags.find((one) => one === language) ?? tags.find((one) => one.split('-')[0] === base);
  const words = base === message.language || tag === undefined ? undefined : translations[tag];
  return words && tag !== undefined ? { ...message, ...words, language: tag } : message;
}
