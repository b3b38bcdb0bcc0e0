import path from 'node:path';
import { expect, test } from 'vitest';
import { localAdmin } from '../../access/index.ts';
import { ok } from '../../base/index.ts';
import { createLogger, createManualClock } from '../../platform/index.ts';
import { maxEvidence } from '../../vulnerabilities/index.ts';
import { createCveSource } from '../cve/data.ts';
import { runPanel } from './panel.ts';

const columns = ['cluster', 'user', 'client', 'first', 'last', 'n'].map((name) => ({ name, type: 'varchar' }));
const logger = createLogger('silent');
const directory = path.resolve(import.meta.dirname, '../../../content/cve');

async function versionsAmong(clients: number) {
  const cve = await createCveSource({ directory, file: undefined, clock: createManualClock(0), logger })();
  const old = ['c', 'alice', 'kubectl/v1.9.0 (linux/amd64)', 1, 2, 3];
  const rows = [old, ...Array.from({ length: clients - 1 }, () => ['c', 'bob', 'curl/8.5.0', 1, 2, 3])];
  const answer = { columns, rows: Buffer.from(JSON.stringify(rows)), limited: undefined };
  const statement = async () => ok(answer as never);
  const signal = new AbortController().signal;
  return runPanel(
    {
      analysis: { statement, together: async () => new Map() },
      records: { clusters: undefined as never },
      clock: createManualClock(0),
      logger,
      cve,
      findEarlier: async () => ({ none: 'retention' }),
      bounds: { rows: 5000, bytes: 1 << 20 },
    },
    {
      panel: {
        id: 'clients',
        title: { en: 'Clients' },
        counts: 'events',
        chart: 'table',
        statement: '* | select 1',
        match: 'vulnerable-versions',
        width: 6,
        height: 4,
      },
      isOfCve: false,
      giveRows: undefined,
      broken: undefined,
    },
    {
      caller: localAdmin,
      signal,
      nowMicros: 0,
      range: { fromMicros: 0, toMicros: 1 },
      clusters: [],
      filters: {},
      variables: {},
      language: 'en',
      timeZone: undefined,
    },
  );
}

test('where as much evidence was read as is read at most, the panel says that there may be more', async () => {
  const few = await versionsAmong(10);
  expect(few.rows.length).toBeGreaterThan(0);
  expect(few.limited).toBeUndefined();
  const many = await versionsAmong(maxEvidence);
  expect(many).toMatchObject({ rows: few.rows, limited: few.rows.length });
});
