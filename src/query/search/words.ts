/**
 * How SLS cuts text into words with its default delimiters, and which letters it takes for the same. Everything that
 * decides whether a word matches stands here.
 */
const delimiters: ReadonlySet<string> = new Set(`, '";=()[]{}?@&<>/:\n\t\r`);

/** What separates two words: delimiters in a row. */
export const delimiterRun = /[, '";=()[\]{}?@&<>/:\n\t\r]+/;

/** Says whether a character separates words. Note what does not: `.`, `-`, `_`, `\`, `|`, `*`, `#`, `%`, `+`, `!`, `$`. */
export function isDelimiter(character: string): boolean {
  return delimiters.has(character);
}

/** Cuts a text into its words, case folded. */
export function wordsOf(text: string): string[] {
  return splitWords(text, isDelimiter).map(foldCase);
}

/** Cuts a text at the characters that `separates` names; no piece is empty. */
export function splitWords(text: string, separates: (character: string) => boolean): string[] {
  const words: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character !== undefined && !separates(character)) continue;
    if (at > from) words.push(text.slice(from, at));
    from = at + 1;
  }
  return words;
}

/**
 * Makes letters that count as the same the same. ASCII letters fold within ASCII (as the engine's `lower` does); any other letter
 * folds to its lower case where that is one letter beyond ASCII. The two Greek small sigmas are one; a lone
 * surrogate is U+FFFD, as in the columns.
 */
export function foldCase(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text.toWellFormed()) folded += foldLetter(character);
  return folded;
}

function foldLetter(letter: string): string {
  if (letter <= '\u007f') return letter.toLowerCase();
  if (letter === 'ς') return 'σ';
  const lower = letter.toLowerCase();
  const isOneLetter = lower.length === String.fromCodePoint(lower.codePointAt(0) ?? 0).length;
  return isOneLetter && lower > '\u007f' ? lower : letter;
}

let variants: ReadonlyMap<string, readonly string[]> | undefined;

/** All letters beyond ASCII that fold to the same as this one, which is folded; itself alone where it has no case. */
export function variantsOf(letter: string): readonly string[] {
  if (letter <= '\u007f') return [letter];
  variants ??= collectVariants();
  return variants.get(letter) ?? [letter];
}

/** Every letter of Unicode whose case differs; built once, when a search first holds such a letter. */
function collectVariants(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  // No letter with case stands beyond the Supplementary Multilingual Plane.
  for (let code = 0x80; code < 0x2_0000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const letter = String.fromCodePoint(code);
    const folded = foldLetter(letter);
    if (folded === letter) continue;
    const group = found.get(folded);
    if (group) group.push(letter);
    else found.set(folded, [folded, letter]);
  }
  return found;
}
