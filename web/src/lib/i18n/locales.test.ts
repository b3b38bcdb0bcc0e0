import { describe, expect, it } from 'vitest';
import { first } from './locales/en/first.ts';
import { en } from './locales/en/index.ts';
import { signIn } from './locales/en/sign-in.ts';
import { ja } from './locales/ja/index.ts';
import { zhCN } from './locales/zh-CN/index.ts';

const languages: Record<string, object> = { en, 'zh-CN': zhCN, ja };
const sources = import.meta.glob<string>(['../../**/*.{ts,tsx}', '!../../**/*.test.*', '!./locales/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const code = Object.values(sources).join('\n');

function flatten(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(node)) {
    const key = prefix ? `${prefix}.${name}` : name;
    if (typeof value === 'string') found.set(key, value);
    else for (const [inner, text] of flatten(value, key)) found.set(inner, text);
  }
  return found;
}

const plural = /_(one|other)$/;
const base = (key: string): string => key.replace(plural, '');
const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}|<(\w+)\/>/g)].map((m) => m[0]).toSorted();

describe('strings of the page', () => {
  it('are read from real sources', () => expect(code.length).toBeGreaterThan(100_000));

  it.each(['zh-CN', 'ja'])('are all there in %s, and no others', (language) => {
    const keys = new Set([...flatten(languages[language] ?? {}).keys()].map(base));
    expect([...keys].toSorted()).toEqual([...new Set([...flatten(en).keys()].map(base))].toSorted());
  });

  it.each(Object.keys(languages))('have every plural form that %s needs', (language) => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const keys = [...flatten(languages[language] ?? {}).keys()];
    for (const key of keys.filter((key) => plural.test(key)))
      for (const form of wanted) expect(keys).toContain(`${base(key)}_${form}`);
  });

  it.each(['zh-CN', 'ja'])('hold the same placeholders in %s', (language) => {
    const english = flatten(en);
    for (const [key, text] of flatten(languages[language] ?? {}))
      expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? '')]);
  });

  it.each(Object.keys(languages))('are not empty in %s', (language) => {
    for (const [key, text] of flatten(languages[language] ?? {})) expect([key, text.trim()]).not.toEqual([key, '']);
  });

  it('are all used', () => {
    const stems = [...code.matchAll(/`([\w.]+\.)\$\{/g)].map((found) => found[1] ?? '');
    const unused = [...new Set([...flatten(en).keys()].map(base))].filter(
      (key) => !code.includes(`'${key}'`) && !code.includes(`"${key}"`) && !stems.some((stem) => key.startsWith(stem)),
    );
    expect(unused).toEqual([]);
  });

  it('that count are asked for with a count', () => {
    const counted = new Set([...flatten(en).keys()].filter((key) => plural.test(key)).map(base));
    for (const found of code.matchAll(/\bt\(\s*'([\w.]+)'\s*(,\s*\{([^}]*)\})?/g)) {
      const [whole, key = '', , options = ''] = found;
      expect([whole, counted.has(key)]).toEqual([whole, /\bcount\b/.test(options) && counted.has(key)]);
    }
  });

  it.each([
    ['sign-in', 'shell/start-sign-in.tsx', signIn],
    ['the explorer', 'shell/start-page.tsx', first],
  ])('come with %s as far as it needs them', (_, start, texts) => {
    const needed = new Set<string>();
    for (const file of reached(start))
      for (const [, name = ''] of file.matchAll(/['"`]([a-z]\w*)\.[\w$]/gi)) if (name in en) needed.add(name);
    expect(needed.size).toBeGreaterThan(1);
    expect([...needed].filter((name) => !(name in texts))).toEqual([]);
  });
});

/** The sources that a module leads to, without what waits for all texts. */
function reached(start: string): readonly string[] {
  const found = new Map<string, string>();
  const open = [`../../${start}`];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const source = sources[at]?.replaceAll(/withAllTexts\(\(\) => import\([^)]*\)\)/g, '');
    if (source === undefined || found.has(at)) continue;
    found.set(at, source);
    for (const [, specifier = ''] of source.matchAll(/(?:from |import\()'(\.[^']+)'/g))
      open.push(keyOf(new URL(specifier, `file:///src/lib/i18n/${at}`).pathname));
  }
  return [...found.values()];
}

/** As `import.meta.glob` names a file of `/src`. */
function keyOf(pathname: string): string {
  return pathname.replace('/src/lib/i18n/', './').replace('/src/lib/', '../').replace('/src/', '../../');
}
