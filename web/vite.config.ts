import { readFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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
      output: {
        // Several pages share most icons, each of which would be a request of its own.
        codeSplitting: { groups: [{ name: 'icons', test: /@tabler\/icons-react/, minShareCount: 2 }] },
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
