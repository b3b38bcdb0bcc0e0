import { linesOf, oneLine } from './plain-text.ts';

/** What begins emphasis, code, links, pictures, HTML, tables and entities in the Markdowns of chats. */
const active = /[\\`*[\]<>|~&]/g;
/** Underscores within a word emphasize nothing. */
const underscore = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** An address that a chat would make a link of by itself. */
const address = /:\/\//g;
/** What could call somebody: all but the @ of an address of mail. */
const mention = /(?<![\p{L}\p{N}._+-])@(?=\S)|@(?![\p{L}\p{N}-]+\.[\p{L}\p{N}])(?=\S)/gu;
/** What makes a heading, a list, a quote or a line of what stands behind it. */
const lineStart = /^(\s*)([#+=-]|\d{1,9}(?=[.)]))/;

/**
 * Untrusted text as one line of Markdown that shows it and does nothing else: no emphasis, links, pictures, HTML, and nobody called. A blank goes
 * between brackets, for readers that find links without heeding backslashes.
 */
export function markdownLine(text: string): string {
  return oneLine(text)
    .replaceAll(active, String.raw`\$&`)
    .replaceAll(underscore, String.raw`\_`)
    .replaceAll(String.raw`\](`, String.raw`\] (`)
    .replaceAll(String.raw`\]\[`, String.raw`\] \[`)
    .replaceAll(address, String.raw`:\//`)
    .replaceAll(mention, '＠');
}

/** The same of several lines. */
export function markdownLines(text: string): readonly string[] {
  return linesOf(text).map((line) => markdownLine(line).replace(lineStart, startOf));
}

function startOf(_: string, blank: string, char: string): string {
  return /\d/.test(char) ? `${blank}${char}\\` : `${blank}\\${char}`;
}

/** A link that this server made: its title is untrusted, its address is not. */
export function markdownLink({ title, url }: { readonly title: string; readonly url: string }): string {
  return `[${markdownLine(title)}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
