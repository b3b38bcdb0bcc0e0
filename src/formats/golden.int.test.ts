import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columns } from '../audit/index.ts';
import { createEventSearch } from '../store/index.ts';
import { insertBody, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { readLog } from './testkit/read-log.ts';
import { fullEvent, wrapperSamples } from './testkit/samples.ts';

const cluster = 'c';
/** What the store sets by itself. */
const ownColumns = new Set<string>(['cluster_id', 'received_at']);
const names = columns.map(({ name }) => name).filter((name) => !ownColumns.has(name));

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());

/** The row that a raw line of a log becomes; columns that are empty are left out. */
async function stored(log: string): Promise<Record<string, unknown>> {
  await engine.command('TRUNCATE TABLE events');
  await insertBody(engine, cluster, Buffer.from(readLog(log).text));
  const { rows } = await engine.rows(`SELECT ${names.map((name) => `toString(${name})`).join(', ')} FROM events`);
  expect(rows).toHaveLength(1);
  const entries = names.map((name, index): [string, unknown] => [name, rows[0]?.[index]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== '' && value !== null));
}

/** The bytes that a search gives back. */
async function givenBack(): Promise<readonly string[]> {
  const search = createEventSearch(engine, { seconds: 30, memoryBytes: 1 << 30, threads: 2 });
  const range = { fromMicros: 0, toMicros: Date.UTC(2100, 0) * 1000 };
  const scope = { clusterIds: null, namespaces: null, bodies: true };
  const page = await search.page({ condition: '1', parameters: {}, range, scope, order: 'asc', limit: 10 });
  return page.map(({ bytes }) => Buffer.from(bytes).toString());
}

describe('from a raw line to the columns that are stored', () => {
  test.each(wrapperSamples.map((sample) => [`${sample.format}, ${sample.title}`, sample] as const))(
    '%s',
    async (name, { wrap }) => {
      const plain = await stored(fullEvent);
      const { wrapper, ...row } = await stored(wrap(fullEvent));
      expect(JSON.parse(String(wrapper))).toMatchSnapshot(name);
      if (String(wrapper).includes('"rebuilt":"true"')) {
        // Not byte for byte as an API server writes it, so that the bytes are kept beside the columns.
        const { raw, ...rest } = row;
        expect(JSON.parse(String(raw))).toEqual(JSON.parse(fullEvent));
        expect({ ...rest, layout: plain['layout'] }).toEqual(plain);
        return;
      }
      expect(row).toEqual(plain);
      expect(await givenBack()).toEqual([fullEvent]);
    },
  );

  test('the row of the event itself', async () => {
    expect(await stored(fullEvent)).toMatchSnapshot();
  });
});
