import { RE2JS } from 're2js';

/** Reads a regular expression; a text is the reason why it cannot be read. RE2's time is linear in the text, whatever the pattern. */
export function compilePattern(text: string): RE2JS | string {
  try {
    return RE2JS.compile(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
