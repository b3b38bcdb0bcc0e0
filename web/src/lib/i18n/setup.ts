import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, preferredLanguage, rememberLanguage } from './languages.ts';

const loaders = {
  en: async () => (await import('./locales/en/index.ts')).en,
  'zh-CN': async () => (await import('./locales/zh-CN/index.ts')).zhCN,
  ja: async () => (await import('./locales/ja/index.ts')).ja,
} satisfies Record<Language, () => Promise<object>>;

/** Loads the preferred language; to be awaited before the first render. */
export async function setupLanguage(): Promise<void> {
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await loaders[language]() } },
    // React escapes what it prints.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Switches the page to another language at once and remembers it. */
export async function switchLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', await loaders[language]());
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  rememberLanguage(language);
}
