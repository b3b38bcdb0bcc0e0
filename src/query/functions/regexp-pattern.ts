import { RE2JS } from 're2js';

/** What is known of a capturing group: whether '' means that it took no part in the match. */
export interface PatternGroup {
  readonly emptyIsUnmatched: boolean;
}

/** A regular expression as far as its calls need it. */
export interface RegexpPattern {
  readonly text: string;
  /** Whether it may match the empty text. */
  readonly nullable: boolean;
  /** By number, from 1. */
  readonly groups: readonly PatternGroup[];
  readonly names: Readonly<Record<string, number>>;
}

/** Reads a regular expression of RE2's syntax; a text is the reason why it cannot be read. */
export function readPattern(text: string): RegexpPattern | string {
  try {
    const compiled = RE2JS.compile(text);
    const { nullable, groups } = structureOf(text);
    return { text, nullable, groups, names: compiled.namedGroups() };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Group {
  nullable: boolean;
  optional: boolean;
}

/**
 * Tells which parts of a pattern may match nothing, and which groups a match may leave out. The pattern has been compiled
 * before, so its syntax is good.
 */
function structureOf(text: string): { readonly nullable: boolean; readonly groups: readonly PatternGroup[] } {
  const reader = new StructureReader(text);
  const nullable = reader.alternatives();
  const groups = reader.groups.map((one) => ({ emptyIsUnmatched: one.optional || !one.nullable }));
  return { nullable, groups };
}

/** Walks a pattern once. Each method reads a part and says whether the part may match nothing. */
class StructureReader {
  readonly groups: Group[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads alternatives up to a closing parenthesis or the end. */
  alternatives(): boolean {
    const first = this.groups.length;
    let nullable = this.#sequence();
    let several = false;
    while (this.#text[this.#at] === '|') {
      this.#at++;
      several = true;
      nullable = this.#sequence() || nullable;
    }
    if (several) this.#makeOptional(first);
    return nullable;
  }

  #makeOptional(first: number): void {
    for (const group of this.groups.slice(first)) group.optional = true;
  }

  #sequence(): boolean {
    let nullable = true;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '|' && this.#text[this.#at] !== ')') {
      const first = this.groups.length;
      const part = this.#atom();
      const least = this.#repetition();
      if (least === 0) this.#makeOptional(first);
      nullable &&= part || least === 0;
    }
    return nullable;
  }

  /** The least number of times that the quantifiers ask for. */
  #repetition(): number {
    let least = 1;
    for (;;) {
      const match = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.#text.slice(this.#at, this.#at + 16));
      if (!match) return least;
      this.#at += match[0].length;
      least *= match[1] === undefined ? (match[0].startsWith('+') ? 1 : 0) : Number(match[1]);
    }
  }

  #atom(): boolean {
    switch (this.#text[this.#at]) {
      case '(':
        return this.#group();
      case '[':
        this.#skipClass();
        return false;
      case '\\':
        return this.#escape();
      case '^':
      case '$':
        this.#at++;
        return true;
      default:
        this.#at += (this.#text.codePointAt(this.#at) ?? 0) > 0xffff ? 2 : 1;
        return false;
    }
  }

  #group(): boolean {
    const rest = this.#text.slice(this.#at, this.#at + 200);
    const flags = /^\(\?[a-zA-Z-]*(?<end>[):])/.exec(rest);
    const named = /^\(\?P?<\w+>/.exec(rest);
    this.#at += (flags ?? named)?.[0].length ?? 1;
    if (flags?.groups?.['end'] === ')') return true;
    const own: Group = { nullable: false, optional: false };
    if (!flags) this.groups.push(own);
    own.nullable = this.alternatives();
    this.#at++;
    return own.nullable;
  }

  #escape(): boolean {
    if (this.#text.startsWith('\\Q', this.#at)) {
      const end = this.#text.indexOf('\\E', this.#at + 2);
      const quoted = end === -1 ? this.#text.length : end;
      const nullable = quoted === this.#at + 2;
      this.#at = end === -1 ? this.#text.length : end + 2;
      return nullable;
    }
    const rest = this.#text.slice(this.#at, this.#at + 40);
    const matched = /^\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|..)|[0-7]{1,3}|.)/su.exec(rest)?.[0] ?? '\\';
    this.#at += matched.length;
    return /^\\[bBAzE]$/.test(matched);
  }

  #skipClass(): void {
    this.#at += this.#text[this.#at + 1] === '^' ? 2 : 1;
    if (this.#text[this.#at] === ']') this.#at++;
    while (this.#at < this.#text.length && this.#text[this.#at] !== ']') {
      const named = /^\[:\^?\w+:\]/.exec(this.#text.slice(this.#at, this.#at + 16));
      if (named) this.#at += named[0].length;
      else this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    }
    this.#at++;
  }
}
