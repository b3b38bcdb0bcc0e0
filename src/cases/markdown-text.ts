import { visibleText } from '../base/index.ts';

/**
 * Text of people and of events as Markdown that says just that: whatever could be markup, HTML or a link is escaped, and nothing in it
 * acts or hides.
 */
export function inline(text: string): string {
  return visibleText(text.replaceAll(/\s+/g, ' ').trim())
    .replaceAll(/[!-/:-@[-`{-~]/g, (mark) => `\\${mark}`)
    .replaceAll('\\&', '&amp;')
    .replaceAll(/\\([<>])/g, (_, mark: string) => (mark === '<' ? '&lt;' : '&gt;'));
}

/** The same over several lines, which stay lines. */
export function lines(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => inline(line))
    .join('  \n')
    .replaceAll(/(?: {2}\n){2,}/g, '\n\n')
    .trim();
}

/** Text that stands as it is, whatever marks are in it. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A table; its cells are Markdown without line breaks. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
