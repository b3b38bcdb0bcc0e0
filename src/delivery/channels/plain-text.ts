import { visibleText } from '../../base/index.ts';
import type { Message } from '../message.ts';
import { channelWords } from './words.ts';

/** Untrusted text on one line: no control, no hidden and no reversing character, no new line. */
export function oneLine(text: string): string {
  return linesOf(text).filter(Boolean).join(' ');
}

/** The lines of an untrusted text, each as `oneLine` has it. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).map((line) => visibleText(line.replaceAll('\t', ' ')).trim());
}

/** What a message begins with: `[High] title`. */
export function headingOf({ kind, severity, language, title }: Message): string {
  const words = channelWords(language);
  const mark = kind === 'resolved' ? words.resolved : kind === 'test' ? words.test : words.severities[severity];
  return `[${mark}] ${oneLine(title)}`;
}
