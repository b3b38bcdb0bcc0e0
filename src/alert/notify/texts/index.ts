import type { MessageLanguage } from '../../../delivery/index.ts';
import type { Text } from '../../../rules/index.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Texts } from './texts.ts';
import { zhCn } from './zh-cn.ts';

export type { Texts } from './texts.ts';

const languages: Readonly<Record<MessageLanguage, Texts>> = { en, 'zh-CN': zhCn, ja };
const byTag: ReadonlyMap<string, Texts> = new Map(Object.entries(languages));

/** The texts of a language; English where there are none. */
export function textsOf(language: string): Texts {
  return byTag.get(language) ?? en;
}

/** A text in a language, or in the nearest that there is. */
export function inLanguage(text: Text, language: string): string {
  if (typeof text === 'string') return text;
  const [base = ''] = language.split('-');
  return text[language] ?? text[base] ?? text['en'] ?? Object.values(text)[0] ?? '';
}
