import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentedCodes } from './diagnostics.ts';
import { generatedPages } from './pages.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'docs/reference');
const pages = await generatedPages();

/** The texts of the product's own sources. */
function sources(): readonly string[] {
  const names = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const own = names.filter((name) => name.endsWith('.ts') && !/test|testkit/.test(name));
  return own.map((name) => readFileSync(path.join(root, 'src', name), 'utf8'));
}

// `npm run docs` is this test with the leave to write.
describe('docs/reference is what the code says (npm run docs)', () => {
  test.each([...pages])('%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(path.join(folder, name));
  });

  test('and has no page of a lint rule that is gone', () => {
    const made = [...pages.keys()].filter((name) => name.startsWith('lint/')).map((name) => path.basename(name));
    expect(readdirSync(path.join(folder, 'lint')).toSorted()).toEqual(made.toSorted());
  });

  test('every code of a diagnostic that stands in the code is told about', () => {
    const written = sources().flatMap((text) =>
      [...text.matchAll(/code: '([a-z-]+)',\s*severity/g)].map(([, code]) => code),
    );
    expect(written.length).toBeGreaterThan(20);
    const known = documentedCodes();
    expect(written.filter((code) => !known.has(code ?? ''))).toEqual([]);
  });

  test('every metric that stands in the code is told about', () => {
    const written = sources().flatMap((text) =>
      [...text.matchAll(/name: '(whodunit_[a-z_]+)',\s*help/g)].map(([, name]) => name),
    );
    expect(written.length).toBeGreaterThan(4);
    const page = pages.get('metrics.md') ?? '';
    expect(written.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
