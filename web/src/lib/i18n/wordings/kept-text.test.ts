import { describe, expect, it } from 'vitest';
import { fillTemplate } from '../../../../../src/base/index.ts';
import { keptText } from './kept-text.ts';
import { loadWordings } from './load.ts';

describe('a sentence that the server has kept as text', () => {
  it('is told with its values, and the sentences within it', async () => {
    const wordings = await loadWordings('zh-CN');
    expect(keptText('503: cannot call destination: nothing listens there (ECONNREFUSED)', wordings)).toBe(
      '503: 无法调用目的地：该地址没有服务在监听（ECONNREFUSED）',
    );
    expect(keptText('annotation "title": there is no column "who"', wordings)).toBe('注解“title”：没有列“who”');
    expect(keptText('its owner was deleted', wordings)).toBe('其所有者已被删除');
    expect(keptText('it answers 503', wordings)).not.toContain('answers');
    expect(keptText('cannot find topic "audit": UNKNOWN_TOPIC_OR_PARTITION', wordings)).not.toContain('topic "');
  });

  it('leaves names as they are, also where we have a text for such a word', async () => {
    for (const language of ['zh-CN', 'ja'] as const) {
      const wordings = await loadWordings(language);
      for (const name of ['user', 'test', 'search', 'destination'])
        expect(keptText(`annotation "title": there is no column "${name}"`, wordings)).toContain(name);
    }
  });

  it.each([
    'user: not found',
    'test: search',
    '502 Bad Gateway',
    'the upstream: it failed',
    '{"code":93000,"msg":"expected a token"}',
    '',
  ])('is left as it is where somebody else said it: %s', async (text) => {
    expect(keptText(text, await loadWordings('ja'))).toBe(text);
  });

  it('is told whatever its values are, of every template that says enough', async () => {
    const wordings = await loadWordings('ja');
    const values = ['v0', 'v1', 'v2', 'v3', 'v4'];
    const texts = Object.entries(wordings?.templates ?? {}).filter(
      ([template]) =>
        template.replaceAll(/\{\d\}|[^A-Za-z]/g, '').length >= 9 &&
        /[^A-Za-z]/.test(template.replaceAll(/\{\d\}/g, '').trim()),
    );
    expect(texts.length).toBeGreaterThan(900);
    const wrong = texts.filter(
      ([template, text]) => keptText(fillTemplate(template, values), wordings) !== fillTemplate(text, values),
    );
    expect(wrong.map(([template]) => template)).toEqual([]);
  });
});
