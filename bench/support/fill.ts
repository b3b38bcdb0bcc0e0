import { columns } from '../../src/audit/index.ts';
import { insertBody, type TestEngine } from '../../src/store/testkit.ts';
import { logChunks } from '../events.ts';

/** When the first event is, and how many there are a second. */
export const first = new Date('2026-11-01T00:00:00Z');
export const rate = 1_000;
const distinct = 500_000;

/** Inserts distinct events, and copies of them at later times, until there are so many. */
export async function fill(engine: TestEngine, count: number): Promise<void> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (const chunk of logChunks({ count: Math.min(count, distinct), from: first, rate })) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes < 32 << 20) continue;
    await insertBody(engine, 'bench', Buffer.concat(parts.splice(0)));
    bytes = 0;
  }
  if (parts.length > 0) await insertBody(engine, 'bench', Buffer.concat(parts));
  const names = columns.map(({ name }) => name);
  for (let copy = 1; copy * distinct < count; copy++) {
    const moved = names.map((name) => {
      if (name === 'time' || name === 'request_received_at') return `addSeconds(${name}, ${(copy * distinct) / rate})`;
      return name === 'audit_id' ? 'generateUUIDv4()' : name;
    });
    const end = `fromUnixTimestamp64Micro(${(first.getTime() + (distinct / rate) * 1000) * 1000}, 'UTC')`;
    await engine.command(
      `INSERT INTO events (${names.join(', ')}) SELECT ${moved.join(', ')} FROM events WHERE time < ${end}`,
    );
  }
}
