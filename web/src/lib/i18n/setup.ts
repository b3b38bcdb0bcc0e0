import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, preferredLanguage, rememberLanguage } from './languages.ts';
import { allTexts, type Texts } from './texts.ts';

/** What is shown by now needs these. */
let needed = allTexts;

/** Loads strings in the preferred language; to be awaited before the first render. */
export async function setupLanguage(texts = allTexts): Promise<void> {
  needed = texts;
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await texts[language]() } },
    // React escapes what it prints.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Switches the page to another language at once and remembers it. */
export async function switchLanguage(language: Language): Promise<void> {
  await add(language, needed);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  rememberLanguage(language);
}

/** Loads code together with all strings: for whatever needs more of them than the explorer. */
export function withAllTexts<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return async () => {
    const isKnown = needed === allTexts;
    needed = allTexts;
    const [loaded] = await Promise.all([load(), isKnown ? undefined : add(preferredLanguage(), allTexts)]);
    return loaded;
  };
}

async function add(language: Language, texts: Texts): Promise<void> {
  i18next.addResourceBundle(language, 'translation', await texts[language](), true, true);
}
