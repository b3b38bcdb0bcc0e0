import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Something that a tutorial has its reader do. */
export type Step =
  /** A file is written. */
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  /** A command is given to a shell. */
  | { readonly kind: 'command'; readonly line: string }
  /** A search is typed into the page. */
  | { readonly kind: 'search'; readonly query: string };

const block = /^( *)```(\w+)\n(.*?)^ *```$/gms;

/** Reads the steps of a page of docs/tutorial, in their order. A file's name is the last code before its block. */
export function stepsOf(page: string): readonly Step[] {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../../docs/tutorial', page), 'utf8');
  return [...text.matchAll(block)].flatMap((match): readonly Step[] => {
    const [, indent = '', language = '', body = ''] = match;
    const lines = body
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(indent.length));
    if (language === 'console')
      return lines.filter((line) => line.startsWith('$ ')).map((line) => ({ kind: 'command', line: line.slice(2) }));
    if (language === 'text') return lines.map((query) => ({ kind: 'search', query }));
    if (language !== 'yaml') return [];
    const name = [...text.slice(0, match.index).matchAll(/`([\w.-]+\.yaml)`/g)].at(-1)?.[1];
    if (name === undefined) throw new Error(`${page}: a file has no name`);
    return [{ kind: 'file', name, text: `${lines.join('\n')}\n` }];
  });
}
