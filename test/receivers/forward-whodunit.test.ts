import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ServerProcess } from '../crash/support/server-process.ts';
import { EventId, forwardThroughDeaths } from './forward-through-deaths.ts';

const Added = z.object({ ingestToken: z.string() });
const range = { query: '*', from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z', format: 'ndjson' };

let headquarters: ServerProcess;
beforeEach(async () => {
  headquarters = await ServerProcess.make();
  await headquarters.start();
});
afterEach(() => headquarters.remove());

async function events(): Promise<readonly EventId[]> {
  await headquarters.drained();
  const found: EventId[] = [];
  for await (const line of headquarters.lines('POST', '/api/v1/export', JSON.stringify(range)))
    found.push(EventId.parse(JSON.parse(line)));
  return found;
}

test('another Whodunit has every event, and each once', async () => {
  const { text } = await headquarters.call('POST', '/api/v1/clusters', JSON.stringify({ name: 'prod' }));
  const { withinBatch, ...rest } = await forwardThroughDeaths({
    destination: {
      type: 'kubernetes-audit',
      url: `${headquarters.url}/ingest/v1/clusters/prod/audit`,
      token: Added.parse(JSON.parse(text)).ingestToken,
      maxEvents: 20,
    },
    start: () => headquarters.start(),
    kill: async () => {
      headquarters.kill('both');
      await headquarters.waitForDeath();
    },
    events,
  });
  expect(rest).toEqual({ missing: 0, strange: 0, doubled: 0, rejected: 0 });
  expect(withinBatch).toBeGreaterThan(0);
});
