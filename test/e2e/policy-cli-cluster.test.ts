import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { type RunningServer, startServer } from './running-server.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures');
const policy = path.join(fixtures, 'seed-policies/metadata.yaml');
const files = ['kubernetes-2026-11-20T18-06-33.126.audit.gz', 'kubernetes.audit'].map((file) =>
  path.join(fixtures, 'recorded/ack-v1', file),
);

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await server.cli('cluster', 'add', 'ack');
  expect(await server.cli('import', '--cluster', 'ack', ...files)).toMatchObject({ status: 0 });
});
afterAll(() => server.close());

describe('policy simulate --cluster', () => {
  const range = ['--from', '2026-11-20T18:00:00Z', '--to', '2026-11-20T18:30:00Z'];

  test('says of the store what it says of the files that were imported', async () => {
    const stored = await server.cli('policy', 'simulate', '--policy', policy, '--cluster', 'ack', ...range);
    const read = await runCli(['policy', 'simulate', '--policy', policy, '--events', ...files]);
    expect(stored).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(stored.stdout)).toMatchObject({ events: { before: 4369, after: 4369 } });
    const { bytes, rules } = JSON.parse(read.stdout) as { bytes: unknown; rules: unknown };
    expect(JSON.parse(stored.stdout)).toMatchObject({ bytes, rules });
  });

  test('wants either files or a cluster, one that there is, and a server', async () => {
    const simulate = ['policy', 'simulate', '--policy', policy];
    expect(await server.cli(...simulate, '--cluster', 'ack', '--events', files[1] ?? '')).toMatchObject({ status: 2 });
    expect(await server.cli(...simulate, '--cluster', 'nope')).toMatchObject({ status: 1, stdout: '' });
    const nobody = ['--server', 'http://127.0.0.1:9'];
    expect(await runCli([...simulate, '--cluster', 'ack', ...nobody])).toMatchObject({ status: 3, stdout: '' });
  });
});
