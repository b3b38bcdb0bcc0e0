import { defineConfig } from 'rolldown';

// chdb is native and optional, so it stays outside the bundle; so do packages that read files of their own at run time.
const external = ['chdb', /^@ip-location-db\//, /^pino($|\/)/, 'thread-stream'];

export default defineConfig({
  input: {
    cli: 'src/cli/main.ts',
    engine: 'src/engine/child.ts',
    reader: 'src/ingest/reading-worker.ts',
    activity: 'src/records/activity-worker.ts',
    geoip: 'src/store/reference/geoip-worker.ts',
    analysis: 'src/analysis/isolation/worker.ts',
    judge: 'src/alert/judge/worker.ts',
  },
  platform: 'node',
  external,
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    sourcemap: true,
  },
});
