import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { innerRows, problem, rows } from './layers.mjs';

const root = path.resolve(import.meta.dirname, '../..');
/** Rows that the page tells in words, since they import nearly everything. */
const toldInWords = new Set(['server', 'cli', 'app', 'web']);
const foldersOf = (folder: string): string[] =>
  readdirSync(path.join(root, folder)).filter((name) => statSync(path.join(root, folder, name)).isDirectory());

describe('the table of modules', () => {
  it('has a row for each module, and no row without one', () => {
    expect(Object.keys(rows).toSorted()).toEqual([...foldersOf('src'), 'web'].toSorted());
  });

  it('has an inner row for each folder of the modules that have inner rows', () => {
    const testsAlone = new Set(['corpus']);
    for (const [module, table] of Object.entries(innerRows)) {
      const folders = foldersOf(module === 'web' ? 'web/src' : `src/${module}`).filter((name) => !testsAlone.has(name));
      const named = Object.keys(table).map((row) => row.replace('/*', ''));
      expect(named.filter((name) => !name.includes('.')).toSorted()).toEqual(folders.toSorted());
    }
  });

  it('is the one that ARCHITECTURE.md shows', () => {
    const page = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
    const lines = page.matchAll(/^\| `(\w+)` +\|[^|]+\| ([^|]+?) +\|$/gm);
    const shown = new Map([...lines].map(([, module = '', imports = '']) => [module, imports]));
    const written = Object.entries(rows).filter(([module]) => !toldInWords.has(module));
    for (const [module, imports] of written)
      expect([module, shown.get(module)?.split(', ').toSorted()]).toEqual([
        module,
        imports.length > 0 ? imports.toSorted() : ['–'],
      ]);
    expect([...shown.keys()].filter((module) => !(module in rows))).toEqual([]);
  });
});

describe('an import', () => {
  const at = (file: string): string => path.join(root, file);

  it.each([
    ['src/query/sql/ast.ts', '../../journal/index.ts', 'query may not import journal'],
    ['src/server/http/page.ts', '../../store/reader/page.ts', 'import store through its entry point, index.ts'],
    ['src/audit/time.ts', 'node:fs', 'audit is pure: it may not import node:fs'],
    ['src/store/migrate.ts', 'chdb', 'only engine imports chdb'],
    ['src/query/types/scope.ts', '../resolve/index.ts', 'within query, types may not import resolve'],
    [
      'web/src/features/policy/presets.ts',
      '../clusters/clusters-page.tsx',
      'within web, features/policy may not import features/clusters',
    ],
    ['web/src/lib/noise.ts', '../api/client.ts', 'within web, lib may not import api'],
    ['src/cli/main.ts', '../app/index.ts', 'cli imports app lazily: await import(...)'],
  ])('in %s of %s is refused', (file, source, message) => expect(problem(at(file), source)).toBe(message));

  it.each([
    ['src/server/http/page.ts', '../../store/index.ts'],
    ['web/src/features/policy/presets.ts', '../../components/page.tsx'],
    ['web/src/api/search.ts', '../../../src/server/schemas/index.ts'],
    ['src/query/resolve/query.ts', '../sql/index.ts'],
  ])('in %s of %s is allowed', (file, source) => expect(problem(at(file), source)).toBeUndefined());
});
