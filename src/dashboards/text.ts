import type { LocalText } from './form.ts';

/** The text in a language, else in its base language, else in English, else the first that there is. */
export function textIn(text: LocalText, language: string): string {
  const [base = language] = language.split('-');
  const chosen = [language, base, 'en']
    .map((tag) => text[tag])
    .find((found) => found !== undefined && found.trim() !== '');
  return chosen ?? Object.values(text).find((found) => found.trim() !== '') ?? '';
}
