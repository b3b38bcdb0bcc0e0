import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { referencePage } from './reference-page.ts';
import { createWhodunit } from './whodunit.ts';

test('docs/reference/cli.md is what the commands say', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/reference/cli.md'), 'utf8');
  expect(page, 'run node scripts/cli-docs.mjs').toBe(referencePage(createWhodunit()));
});
