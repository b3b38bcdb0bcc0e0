import { readFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

const here = import.meta.dirname;

/** The page reads with zod's schemas and writes none as a JSON schema, which each of them could; that is a fifth of zod. */
const withoutJsonSchemas: Plugin = {
  name: 'without-json-schemas',
  load: {
    filter: { id: /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/ },
    handler: (id) => stub(readFileSync(id, 'utf8')),
  },
};

/** A module with the same names, none of which does anything. */
function stub(source: string): string {
  const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
  return names.map((name) => `export const ${name} = () => () => undefined;`).join('\n');
}

const source = (name: string): string => path.join(here, 'src', name);

/** What the explorer begins with, beside sign-in, which comes before it and must stay light. */
const explorer = [source('shell/start-page.tsx'), source('features/explore/explore-page.tsx')];
const isOfSignIn = isReachedFrom([source('main.tsx'), source('shell/start-sign-in.tsx')]);

/** Tells whether one of the modules imports a module, itself or by others. */
function isReachedFrom(starts: readonly string[]) {
  const reached = new Set<string>();
  function reach(id: string, context: Rolldown.ChunkingContext): void {
    // Of icons each page has its own few.
    if (reached.has(id) || id.includes('@tabler')) return;
    reached.add(id);
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) reach(imported, context);
  }
  return (id: string, context: Rolldown.ChunkingContext): boolean => {
    for (const start of starts) reach(start, context);
    return reached.has(id);
  };
}

export default defineConfig({
  root: here,
  plugins: [react(), withoutJsonSchemas],
  build: {
    outDir: path.join(here, '..', 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2023',
    // Data: URLs of fonts or icons would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      // Entries like the document are what the groups below call initial.
      input: [path.join(here, 'index.html'), ...explorer],
      output: {
        // By itself each set of modules that the same pages share is a file: ninety for the explorer, with a head each, and too small to be
        // compressed well. Other pages load a little more than they need, in fewer files.
        codeSplitting: {
          groups: [
            { name: 'icons', test: /@tabler\/icons-react/, minShareCount: 2, priority: 3 },
            {
              name: (id, context) => (isOfSignIn(id, context) ? 'sign-in' : null),
              debugName: 'sign-in',
              minShareCount: 2,
              priority: 2,
            },
            { name: 'first', tags: ['$initial'], test: /^(?!.*\/features\/)/, minShareCount: 2, priority: 1 },
            { name: 'explore', tags: ['$initial'], test: /\/features\/explore\// },
            // What opens above the page needs all of these.
            {
              name: 'overlay',
              test: /@floating-ui|@mantine\/core\/.*\/(FocusTrap|Menu|Popover|Portal|Tooltip)\//,
              minShareCount: 2,
            },
          ],
        },
      },
      treeshake: {
        // The pure modules and RE2 do nothing on import, so that a page that splits a query does not load all of SQL.
        moduleSideEffects: [
          {
            test: /\/src\/(base|audit|query|policy|apiserver|charts|dashboards|vulnerabilities|rules|server\/schemas)\/|\/re2js\//,
            sideEffects: false,
          },
        ],
      },
    },
  },
  server: { proxy: { '/api': process.env['WHODUNIT_SERVER'] ?? 'http://127.0.0.1:7480' } },
});
