import type { Language } from './languages.ts';

/** Loads strings in each language. */
export type Texts = Readonly<Record<Language, () => Promise<object>>>;

export const allTexts: Texts = {
  en: async () => (await import('./locales/en/index.ts')).en,
  'zh-CN': async () => (await import('./locales/zh-CN/index.ts')).zhCN,
  ja: async () => (await import('./locales/ja/index.ts')).ja,
};

/** Those of the explorer and the frame: a third of all. */
export const firstTexts: Texts = {
  en: async () => (await import('./locales/en/first.ts')).first,
  'zh-CN': async () => (await import('./locales/zh-CN/first.ts')).first,
  ja: async () => (await import('./locales/ja/first.ts')).first,
};

/** Those of sign-in. */
export const signInTexts: Texts = {
  en: async () => (await import('./locales/en/sign-in.ts')).signIn,
  'zh-CN': async () => (await import('./locales/zh-CN/sign-in.ts')).signIn,
  ja: async () => (await import('./locales/ja/sign-in.ts')).signIn,
};
