/** The language of the catalogue's texts for a language of the page. */
export function queryLanguageOf(language: string): 'en' | 'zh' | 'ja' {
  if (language.startsWith('zh')) return 'zh';
  return language === 'ja' ? 'ja' : 'en';
}
