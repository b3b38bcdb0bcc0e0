import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { docIndex, docPage } from './doc-page.ts';
import { lintRules } from './rules/index.ts';

const folder = path.resolve(import.meta.dirname, '../../../docs/reference/lint');

test('docs/reference/lint has a page for every rule, and each is what the rule says', () => {
  const pages = new Map([
    ['README.md', docIndex(lintRules)],
    ...lintRules.map((rule) => [`${rule.code}.md`, docPage(rule)] as const),
  ]);
  expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  for (const [name, text] of pages) expect(readFileSync(path.join(folder, name), 'utf8')).toBe(text);
});
