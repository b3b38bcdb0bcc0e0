import type { Span } from '../../base/index.ts';
import { isBlank } from './lexical.ts';

export interface Scanned {
  /** Without quotes, and without the backslashes that escape. */
  readonly text: string;
  readonly span: Span;
  /** False where the closing quote is missing. */
  readonly closed: boolean;
}

const wordEnd = new Set(['(', ')', '"', '|']);
const keyEnd = new Set([...wordEnd, ':', '<', '>', '=']);

/** Walks over the text of a search. It knows where words and quotes end, not what they mean. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next character that is no blank, or undefined at the end. */
  peek(): string | undefined {
    while (isBlank(this.text[this.at])) this.at++;
    return this.text[this.at];
  }

  /** Takes `expected` if it comes next, after blanks. */
  take(expected: string): boolean {
    this.peek();
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** Reads a word that may turn out to be a key: it ends at `:` and at comparisons. */
  keyWord(): Scanned {
    return this.word(keyEnd);
  }

  /** Reads a value: it holds whatever is no blank, quote, parenthesis or `|`. */
  valueWord(): Scanned {
    return this.word(wordEnd);
  }

  /** Reads the quoted text whose opening quote comes next, after blanks. */
  quoted(): Scanned {
    this.peek();
    const from = this.at;
    let text = '';
    for (let at = from + 1; at < this.text.length; at++) {
      const character = this.text[at];
      if (character === '"') {
        this.at = at + 1;
        return { text, span: { from, to: this.at }, closed: true };
      }
      const escaped = escapedAt(this.text, at);
      text += escaped.text;
      at = escaped.to - 1;
    }
    this.at = this.text.length;
    return { text, span: { from, to: this.at }, closed: false };
  }

  private word(end: ReadonlySet<string>): Scanned {
    this.peek();
    const from = this.at;
    let text = '';
    for (let character = this.text[this.at]; character !== undefined; character = this.text[this.at]) {
      if (isBlank(character) || end.has(character)) break;
      const escaped = escapedAt(this.text, this.at);
      text += escaped.text;
      this.at = escaped.to;
    }
    return { text, span: { from, to: this.at }, closed: true };
  }
}

/**
 * Reads the character at a place, or the backslashes there with the quote that they escape: before a quote two backslashes are one, and
 * one that is left makes the quote a character. Anywhere else a backslash is itself.
 */
export function escapedAt(text: string, from: number): { readonly text: string; readonly to: number } {
  let to = from;
  while (text[to] === '\\') to++;
  const count = to - from;
  if (count === 0) return { text: text[from] ?? '', to: from + 1 };
  if (text[to] !== '"') return { text: text.slice(from, to), to };
  const backslashes = '\\'.repeat(Math.floor(count / 2));
  return count % 2 === 0 ? { text: backslashes, to } : { text: `${backslashes}"`, to: to + 1 };
}

/** The text that a quoted text, a phrase or a word of a search stands for; the quote at its end may be missing. */
export function unquoted(text: string): string {
  const scanner = new Scanner(text.startsWith('#"') ? text.slice(1) : text);
  return scanner.peek() === '"' ? scanner.quoted().text : scanner.valueWord().text;
}
