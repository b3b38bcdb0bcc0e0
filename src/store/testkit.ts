import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BlockWriter, EventReader, splitBody } from '../audit/index.ts';
import { createEngine, type Engine, superviseEngine } from '../engine/index.ts';
import { createEventWriter } from './events.ts';
import { migrateStore } from './migrate.ts';

/** A real engine with its tables, in a directory of its own that goes with it. */
export interface TestEngine extends Engine {
  readonly directory: string;
}

/** Starts an engine child; `close` ends it and removes what it wrote. */
export async function startTestEngine(): Promise<TestEngine> {
  const directory = mkdtempSync(path.join(tmpdir(), 'whodunit-engine-'));
  const supervisor = superviseEngine({ directory });
  const engine = createEngine(() => supervisor.address());
  await migrateStore(engine);
  return {
    ...engine,
    directory,
    async close() {
      await engine.close();
      await supervisor.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Inserts a body of events (log lines, EventList, array) as they are, without looking for duplicates. */
export async function insertBody(
  engine: Engine,
  clusterId: string,
  body: Uint8Array,
  receivedAt = Date.now() * 1000,
): Promise<number> {
  const reader = new EventReader();
  const writer = new BlockWriter();
  let count = 0;
  for (const piece of splitBody(body).pieces) {
    const reason = reader.read(body, piece.from, piece.to, receivedAt);
    if (reason) throw new Error(`cannot read event at ${piece.from}: ${reason}`);
    writer.write(reader.row, clusterId);
    count += 1;
  }
  await createEventWriter(engine).insert(writer.finish().bytes, '');
  return count;
}

/** The same for lines of a log. */
export function insertLines(
  engine: Engine,
  clusterId: string,
  lines: readonly string[],
  receivedAt?: number,
): Promise<number> {
  return insertBody(engine, clusterId, new TextEncoder().encode(lines.join('\n')), receivedAt);
}
