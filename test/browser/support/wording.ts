import i18next, { type TFunction } from 'i18next';
import type { Language } from '../../../web/src/lib/i18n/languages.ts';
import { allTexts } from '../../../web/src/lib/i18n/texts.ts';

/** Gives the words of the page in a language, as the page itself puts them together. */
export async function wordsOf(language: Language): Promise<TFunction> {
  const instance = i18next.createInstance();
  await instance.init({
    lng: language,
    resources: { [language]: { translation: await allTexts[language]() } },
    interpolation: { escapeValue: false },
  });
  return instance.t;
}
