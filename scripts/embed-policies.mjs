// Writes src/policy/presets/embedded.ts from content/policies: the policy module does no I/O and the page has no files.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'content/policies');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .toSorted();
const entries = names.map((name) => {
  const text = readFileSync(path.join(folder, name), 'utf8').replaceAll(/[\\`]|\$\{/g, String.raw`\$&`);
  return `  ${path.basename(name, '.yaml')}: \`${text}\`,\n`;
});
const header = '// Made by scripts/embed-policies.mjs from content/policies; a test holds the two together.\n';
const body = `export const embedded: Readonly<Record<string, string>> = {\n${entries.join('')}};\n`;
writeFileSync(path.join(root, 'src/policy/presets/embedded.ts'), header + body);
