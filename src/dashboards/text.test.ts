import { expect, it } from 'vitest';
import { textIn } from './text.ts';

it('is in the language asked for, else its base, else English, else whatever there is', () => {
  const text = { en: 'Reports', 'zh-CN': '报表', ja: 'レポート' };
  expect(textIn(text, 'zh-CN')).toBe('报表');
  expect(textIn(text, 'ja-JP')).toBe('レポート');
  expect(textIn(text, 'fr')).toBe('Reports');
  expect(textIn({ de: 'Berichte' }, 'ja')).toBe('Berichte');
  expect(textIn({ ja: ' ', en: 'Reports' }, 'ja')).toBe('Reports');
});
