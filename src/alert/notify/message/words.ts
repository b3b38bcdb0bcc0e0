import { cutText } from '../../../base/index.ts';

/** A text on one line, of so many characters at most. */
export function oneLine(text: string, characters: number): string {
  return shortened(text.replaceAll(/\s+/g, ' ').trim(), characters);
}

/** A text of so many characters at most. */
export function shortened(text: string, characters: number): string {
  const { text: begin, cut } = cutText(text, characters);
  return cut ? `${begin}…` : begin;
}

/** Unix milliseconds for people, in UTC. */
export function shownTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
