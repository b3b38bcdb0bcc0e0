import { RE2JS } from 're2js';

/** What is known of a capturing group: whether '' means that it took no part in the match. */
export interface PatternGroup {
  readonly emptyIsUnmatched: boolean;
}

/** A regular expression as far as printing its calls needs. */
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
  const groups: Group[] = [];
  let at = 0;

  /** Reads alternatives up to a closing parenthesis or the end. */
  function alternatives(): boolean {
    const first = groups.length;
    let nullable = sequence();
    let several = false;
    while (text[at] === '|') {
      at++;
      several = true;
      nullable = sequence() || nullable;
    }
    if (several) for (const group of groups.slice(first)) group.optional = true;
    return nullable;
  }

  function sequence(): boolean {
    let nullable = true;
    while (at < text.length && text[at] !== '|' && text[at] !== ')') {
      const first = groups.length;
      const part = atom();
      const least = repetition();
      if (least === 0) for (const group of groups.slice(first)) group.optional = true;
      nullable &&= part || least === 0;
    }
    return nullable;
  }

  /** The least number of times that the quantifiers ask for. */
  function repetition(): number {
    let least = 1;
    for (;;) {
      const match = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(text.slice(at, at + 16));
      if (!match) return least;
      at += match[0].length;
      least *= match[1] === undefined ? (match[0].startsWith('+') ? 1 : 0) : Number(match[1]);
    }
  }

  function atom(): boolean {
    switch (text[at]) {
      case '(':
        return group();
      case '[':
        skipClass();
        return false;
      case '\\':
        return escape();
      case '^':
      case '$':
        at++;
        return true;
      default:
        at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
        return false;
    }
  }

  function group(): boolean {
    const rest = text.slice(at, at + 200);
    const flags = /^\(\?[a-zA-Z-]*(?<end>[):])/.exec(rest);
    const named = /^\(\?P?<\w+>/.exec(rest);
    const capturing = !flags;
    at += (flags ?? named)?.[0].length ?? 1;
    if (flags?.groups?.['end'] === ')') return true;
    const own: Group = { nullable: false, optional: false };
    if (capturing) groups.push(own);
    const nullable = alternatives();
    at++;
    if (capturing) own.nullable = nullable;
    return nullable;
  }

  function escape(): boolean {
    if (text.startsWith('\\Q', at)) {
      const end = text.indexOf('\\E', at + 2);
      const quoted = end === -1 ? text.length : end;
      const nullable = quoted === at + 2;
      at = end === -1 ? text.length : end + 2;
      return nullable;
    }
    const match = /^\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|..)|[0-7]{1,3}|.)/su.exec(text.slice(at, at + 40));
    const matched = match?.[0] ?? '\\';
    at += matched.length;
    return /^\\[bBAzE]$/.test(matched);
  }

  function skipClass(): void {
    at += text[at + 1] === '^' ? 2 : 1;
    if (text[at] === ']') at++;
    while (at < text.length && text[at] !== ']') {
      const named = /^\[:\^?\w+:\]/.exec(text.slice(at, at + 16));
      if (named) at += named[0].length;
      else at += text[at] === '\\' ? 2 : 1;
    }
    at++;
  }

  const nullable = alternatives();
  return {
    nullable,
    groups: groups.map((one) => ({ emptyIsUnmatched: one.optional || !one.nullable })),
  };
}
