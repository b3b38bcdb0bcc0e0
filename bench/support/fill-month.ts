import { columns } from '../../src/audit/index.ts';
import { createEngine, superviseEngine } from '../../src/engine/index.ts';
import { insertBody, type TestEngine } from '../../src/store/testkit.ts';
import { logChunks } from '../events.ts';

/** Distinct events; the others are copies of them at later times. */
const distinct = 500_000;
/** Of the distinct events until they are copied: no cluster of the server. */
const source = 'bench-source';

export interface Month {
  /** The folder of a server's engine, of which nothing runs. */
  readonly directory: string;
  readonly clusterId: string;
  readonly count: number;
  readonly from: Date;
  readonly to: Date;
}

/** Puts so many events of a range into a server's store while the server is away, each received when it happened. */
export async function fillMonth({ directory, clusterId, count, from, to }: Month): Promise<void> {
  const supervisor = superviseEngine({ directory });
  const engine = createEngine(() => supervisor.address());
  const seconds = (to.getTime() - from.getTime()) / 1000;
  const rate = count / seconds;
  const each = Math.min(distinct, count);
  try {
    await insertSource({ ...engine, directory }, { from, rate, count: each });
    const names = columns.map(({ name }) => name);
    for (let copy = 0; copy * each < count; copy += 1) {
      const later = Math.round((copy * each) / rate);
      const moved = names.map((name) => {
        if (name === 'cluster_id') return `'${clusterId}'`;
        if (name === 'received_at') return `addSeconds(time, ${later})`;
        if (name === 'time' || name === 'request_received_at') return `addSeconds(${name}, ${later})`;
        return name === 'audit_id' ? 'generateUUIDv4()' : name;
      });
      await engine.command(
        `INSERT INTO events (${names.join(', ')}) SELECT ${moved.join(', ')} FROM events WHERE cluster_id = '${source}'`,
      );
    }
    await engine.command(`ALTER TABLE events DELETE WHERE cluster_id = '${source}' SETTINGS mutations_sync = 1`);
  } finally {
    await engine.close();
    await supervisor.close();
  }
}

async function insertSource(
  engine: TestEngine,
  { from, rate, count }: { readonly from: Date; readonly rate: number; readonly count: number },
): Promise<void> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (const chunk of logChunks({ count, from, rate })) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes < 32 << 20) continue;
    await insertBody(engine, source, Buffer.concat(parts.splice(0)));
    bytes = 0;
  }
  if (parts.length > 0) await insertBody(engine, source, Buffer.concat(parts));
}
