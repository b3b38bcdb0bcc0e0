import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  plugins: [react()],
  build: {
    outDir: path.join(here, '..', 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2023',
    // Data: URLs of fonts or icons would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      treeshake: {
        // The pure modules and RE2 do nothing on import, so that a page that splits a query does not load all of SQL.
        moduleSideEffects: [
          {
            test: /\/src\/(base|audit|query|policy|apiserver|charts|dashboards|vulnerabilities)\/|\/re2js\//,
            sideEffects: false,
          },
        ],
      },
    },
  },
  server: { proxy: { '/api': process.env['WHODUNIT_SERVER'] ?? 'http://127.0.0.1:7480' } },
});
