import type { Span } from '../../base/index.ts';
import { isBlank } from './lexical.ts';

export interface Scanned {
  /** Without quotes, `\"` turned into `"`. */
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
      if (character === '\\' && this.text[at + 1] === '"') at++;
      text += this.text[at];
    }
    this.at = this.text.length;
    return { text, span: { from, to: this.at }, closed: false };
  }

  private word(end: ReadonlySet<string>): Scanned {
    this.peek();
    const from = this.at;
    let text = '';
    for (let character = this.text[this.at]; character !== undefined; character = this.text[this.at]) {
      if (character === '\\' && this.text[this.at + 1] === '"') this.at++;
      else if (isBlank(character) || end.has(character)) break;
      text += this.text[this.at++];
    }
    return { text, span: { from, to: this.at }, closed: true };
  }
}
