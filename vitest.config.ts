import path from 'node:path';
import { defineConfig } from 'vitest/config';

// chDB crashes in worker threads, so every project forks. dt-sql-parser's ESM imports folders, so it is inlined.
const common = {
  setupFiles: [path.resolve(import.meta.dirname, 'test/support/fast-check-seed.ts')],
  pool: 'forks' as const,
  // On a machine that others use as well, what is waited for may take its time.
  expect: { poll: { timeout: 60_000 } },
  server: { deps: { inline: [/dt-sql-parser/, /antlr4ng/] } },
};

// One process for many files, which load the modules once: half of the time of short tests is loading, and they leave nothing behind in a module.
const together = { ...common, isolate: false };

export default defineConfig({
  test: {
    ...common,
    reporters: ['default'],
    // More than there are processors where CI runs: a test file mostly waits for a server, an engine or a browser.
    maxWorkers: 3,
    projects: [
      {
        test: {
          ...together,
          name: 'unit',
          include: ['src/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['src/**/*.int.test.ts'],
          // Property tests, on a machine that others use as well.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...common,
          name: 'int',
          include: ['src/**/*.int.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...together,
          name: 'web',
          include: ['web/src/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          ...common,
          name: 'corpus',
          include: ['test/corpus/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...common,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...common,
          name: 'crash',
          include: ['test/crash/**/*.test.ts'],
          globalSetup: 'test/crash/support/build-server.ts',
          testTimeout: 600_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...common,
          name: 'receivers',
          include: ['test/receivers/**/*.test.ts'],
          globalSetup: 'test/crash/support/build-server.ts',
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...common,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/browser/support/unpack-browser.ts',
          testTimeout: 900_000,
          hookTimeout: 300_000,
          // Pages of one file that are looked at side by side.
          maxConcurrency: 2,
        },
      },
    ],
  },
});
