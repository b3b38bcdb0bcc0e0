/** A word that no shell reads anything into. */
export function shellWord(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The text as a here-document, from `<<` on; the command stands before it. No line of the text ends it. */
export function hereDocument(text: string): string {
  let mark = 'WHODUNIT';
  while (text.split('\n').includes(mark)) mark += '_';
  return `<<'${mark}'\n${text.replace(/\n?$/, '\n')}${mark}\n`;
}
