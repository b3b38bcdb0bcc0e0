import { said } from '../../base/index.ts';
import { maxTextLength } from '../limits.ts';
import { type Fail, jsonOf, textOf } from '../values.ts';
import type { Context, Functions, TemplateFunction } from './function.ts';
import { wholeNumber } from './numbers.ts';

/** A function of one text. */
function ofText(run: (text: string) => unknown, isSafe = false): TemplateFunction {
  return { run: ([value], { fail }) => run(textOf(value, fail)), isSafe };
}

/** A function of two texts. */
function ofTwo(run: (text: string, other: string) => unknown): TemplateFunction {
  return { run: ([value, other], { fail }) => run(textOf(value, fail), textOf(other, fail)) };
}

const widest = 40;

function indent([value, width]: readonly unknown[], { fail }: Context): string {
  const pad = ' '.repeat(wholeNumber(width, 4, widest));
  return withLines(textOf(value, fail), (line, index) => (index === 0 || line === '' ? line : pad + line), fail);
}

function withLines(text: string, change: (line: string, index: number) => string, fail: Fail): string {
  const lines = text.split('\n');
  if (text.length + lines.length * widest > maxTextLength) fail(said`a text has at most ${maxTextLength} characters`);
  return lines.map(change).join('\n');
}

/** How long it becomes is known before it is made. */
function replace([value, old, by]: readonly unknown[], { fail }: Context): string {
  const [text, before, after] = [textOf(value, fail), textOf(old, fail), textOf(by, fail)];
  if (before === '') return text;
  const pieces = text.split(before);
  const length = text.length + (pieces.length - 1) * (after.length - before.length);
  return length > maxTextLength ? fail(said`a text has at most ${maxTextLength} characters`) : pieces.join(after);
}

function truncate([value, length, end]: readonly unknown[], { fail }: Context): string {
  const characters = [...textOf(value, fail)];
  const most = wholeNumber(length, 255, maxTextLength);
  return characters.length <= most
    ? characters.join('')
    : characters.slice(0, most).join('') + textOf(end ?? '...', fail);
}

const html: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}

export const texts: Functions = {
  string: { run: ([value], { fail }) => textOf(value, fail) },
  capitalize: ofText(capitalized),
  lower: ofText((text) => text.toLowerCase()),
  upper: ofText((text) => text.toUpperCase()),
  title: ofText((text) => text.replace(/[\p{L}\p{N}]+/gu, capitalized)),
  trim: ofText((text) => text.trim()),
  wordcount: ofText((text) => text.split(/\s+/).filter((word) => word !== '').length),
  startswith: ofTwo((text, start) => text.startsWith(start)),
  endswith: ofTwo((text, end) => text.endsWith(end)),
  removeprefix: ofTwo((text, start) => (text.startsWith(start) ? text.slice(start.length) : text)),
  removesuffix: ofTwo((text, end) => (end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text)),
  replace: { run: replace },
  truncate: { run: truncate },
  indent: { run: indent },
  blockquote: { run: ([value], { fail }) => withLines(textOf(value, fail), (line) => `> ${line}`, fail) },
  quote: ofText((text) => JSON.stringify(text), true),
  escape_markdown: ofText((text) => text.replace(/[\\`*_{}[\]()#+\-.!|<>~@&:]/g, String.raw`\$&`), true),
  escape_html: ofText((text) => text.replace(/[&<>"']/g, (character) => html[character] ?? ''), true),
  to_json: { run: ([value], { fail }) => jsonOf(value, fail), isSafe: true },
  parse_json: {
    run: ([value], { fail }) => {
      try {
        const parsed: unknown = JSON.parse(textOf(value, fail));
        return parsed;
      } catch {
        return fail(said`parse_json takes JSON`);
      }
    },
  },
};
