import type { Language } from '../languages.ts';
import type { Wordings } from './wordings.ts';

const loaders: Readonly<Record<Language, (() => Promise<Wordings>) | undefined>> = {
  en: undefined,
  'zh-CN': async () => (await import('./zh-CN/index.ts')).wordings,
  ja: async () => (await import('./ja/index.ts')).wordings,
};

/** Loads what a language has in place of English, when something is to be said in it for the first time. */
export async function loadWordings(language: Language): Promise<Wordings | undefined> {
  // Without it the English is shown, which is better than nothing of an error.
  return loaders[language]?.().catch(() => undefined);
}
