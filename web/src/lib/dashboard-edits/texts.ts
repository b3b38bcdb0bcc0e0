import type { LocalText } from '../../../../src/dashboards/index.ts';

/** The text with another in one language; none in a language takes it away there, but the last text of all stays. */
export function withText(texts: LocalText, language: string, text: string): LocalText {
  if (text.trim() !== '') return { ...texts, [language]: text };
  const { [language]: _, ...others } = texts;
  return Object.values(others).some((other) => other.trim() !== '') ? others : texts;
}

/** The same for a text that may be left out: it is undefined without a text in any language. */
export function withOptionalText(texts: LocalText | undefined, language: string, text: string): LocalText | undefined {
  if (text.trim() !== '') return { ...texts, [language]: text };
  const { [language]: _, ...others } = texts ?? {};
  return Object.values(others).some((other) => other.trim() !== '') ? others : undefined;
}
