import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { readEvent } from '../../api/audit-event.ts';
import { en } from '../../lib/i18n/locales/en/index.ts';
import { ja } from '../../lib/i18n/locales/ja/index.ts';
import { zhCN } from '../../lib/i18n/locales/zh-CN/index.ts';
import { Deed } from './deed.tsx';
import { readFacts } from './facts.ts';

beforeAll(async () => {
  const resources = { en: { translation: en }, 'zh-CN': { translation: zhCN }, ja: { translation: ja } };
  await i18next.use(initReactI18next).init({ lng: 'en', resources, interpolation: { escapeValue: false } });
});

async function told(language: string, code: number, verb = 'create', uri = '/api/v1/pods'): Promise<string> {
  await i18next.changeLanguage(language);
  const objectRef = { resource: 'pods', namespace: 'prod' };
  const event = JSON.stringify({ verb, requestURI: uri, objectRef, responseStatus: { code } });
  const host = document.createElement('div');
  host.innerHTML = renderToStaticMarkup(<Deed facts={readFacts(readEvent(event))} />);
  return host.textContent;
}

describe('Deed', () => {
  it.each([
    ['en', 201, 'created pods'],
    ['en', 403, 'tried to create pods'],
    ['en', 409, 'tried to create pods'],
    ['zh-CN', 201, '创建了 pods'],
    ['zh-CN', 403, '试图创建 pods'],
    ['ja', 201, 'pods を作成'],
    ['ja', 403, 'pods を作成しようとした'],
  ])('tells in %s what was answered with %i', async (language, code, text) =>
    expect(await told(language, code)).toBe(text),
  );

  it('tells a verb that has no word of its own as it is', async () => {
    expect(await told('en', 403, 'use')).toBe('tried to use pods');
  });
});
