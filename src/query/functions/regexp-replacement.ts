import { said, type Said } from '../../base/index.ts';
import type { RegexpPattern } from './regexp-pattern.ts';

/**
 * Turns a replacement as Java and Trino read it (`$1`, `${name}`, a backslash before what is meant literally) into
 * ClickHouse's, where `\1` is a group.
 */
export function readReplacement(
  text: string,
  pattern: RegexpPattern,
): { readonly kind: 'replacement'; readonly text: string } | { readonly kind: 'illegal'; readonly message: Said } {
  let made = '';
  let at = 0;
  const illegal = (sequence: string) =>
    ({ kind: 'illegal', message: said`Illegal replacement sequence: ${sequence}` }) as const;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '\\') {
      const next = text[at + 1];
      if (next === undefined) return illegal('\\');
      made += literal(next);
      at += 2;
    } else if (character === '$') {
      const found = groupAt(text, at, pattern);
      if (!found) return illegal(/^\$(?:\d|\{[^}]*\}?)?/.exec(text.slice(at))?.[0] ?? '$');
      if (found.group > 9) return { kind: 'illegal', message: said`A replacement can only use the first nine groups` };
      made += `\\${found.group}`;
      at = found.end;
    } else {
      made += character;
      at++;
    }
  }
  return { kind: 'replacement', text: made };
}

function literal(character: string): string {
  return character === '\\' ? '\\\\' : character;
}

/** Digits belong to a group's number as long as there is such a group. */
function groupAt(text: string, at: number, pattern: RegexpPattern): { group: number; end: number } | null {
  const named = /^\$\{(\w+)\}/.exec(text.slice(at));
  if (named) {
    const group = pattern.names[named[1] ?? ''];
    return group === undefined ? null : { group, end: at + named[0].length };
  }
  const first = /^\$(\d)/.exec(text.slice(at, at + 2))?.[1];
  if (first === undefined) return null;
  let group = Number(first);
  if (group > pattern.groups.length) return null;
  let end = at + 2;
  for (; end < text.length && /\d/.test(text[end] ?? ''); end++) {
    const longer = group * 10 + Number(text[end]);
    if (longer > pattern.groups.length) break;
    group = longer;
  }
  return { group, end };
}
