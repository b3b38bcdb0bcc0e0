// Writes docs/reference/lint from the rules of the policy linter; a test holds the two together.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { docIndex, docPage } from '../src/policy/lint/doc-page.ts';
import { lintRules } from '../src/policy/lint/rules/index.ts';

const folder = path.resolve(import.meta.dirname, '../docs/reference/lint');
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, 'README.md'), docIndex(lintRules));
for (const rule of lintRules) writeFileSync(path.join(folder, `${rule.code}.md`), docPage(rule));
