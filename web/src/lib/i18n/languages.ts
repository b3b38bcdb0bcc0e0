/** The page's languages, each by its own name. */
export const languages = [
  { tag: 'en', name: 'English' },
  { tag: 'zh-CN', name: '简体中文' },
  { tag: 'ja', name: '日本語' },
] as const;

export type Language = (typeof languages)[number]['tag'];

const storageKey = 'whodunit.language';

/** The chosen language, else the browser's nearest, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(storageKey) ?? '', ...navigator.languages];
  for (const tag of wanted) {
    const exact = languages.find((language) => language.tag === tag);
    const near = languages.find((language) => language.tag.slice(0, 2) === tag.slice(0, 2));
    const found = exact ?? near;
    if (found) return found.tag;
  }
  return 'en';
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
}
