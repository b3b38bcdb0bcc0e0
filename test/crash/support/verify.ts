import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Load } from './load.ts';
import type { ServerProcess } from './server-process.ts';

/** Where the stored events are not those that were acknowledged. All zero is right. */
export interface Verdict {
  readonly lost: number;
  readonly doubled: number;
  /** Not the bytes of any copy that was sent. */
  readonly strange: number;
  /** Still cut although a whole copy was acknowledged. */
  readonly cut: number;
  readonly stored: number;
  /** How often the server said that stored events are missing. */
  readonly alarms: number;
  /** Events that the manifest says are stored. */
  readonly inManifest: number;
}

/** Reads back everything that the server stores and compares it with what was sent. The server has drained. */
export async function verify(server: ServerProcess, load: Load): Promise<Verdict> {
  const range = { query: '*', from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
  const counts = new Map<string, number>();
  let strange = 0;
  let cut = 0;
  const asked = JSON.stringify({ ...range, format: 'ndjson' });
  for await (const line of server.lines('POST', '/api/v1/export', asked)) {
    const { auditID, __cluster__: cluster } = JSON.parse(line) as { auditID: string; __cluster__: string };
    const key = `${cluster} ${auditID}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    // What the store knows beside the event stands behind its own members.
    const event = `${line.slice(0, line.lastIndexOf(',"__time__":'))}}`;
    const copy = load.copies.get(key)?.find((one) => one.text === event);
    if (!copy) strange += 1;
    else if (copy.isTruncated && load.copies.get(key)?.some((one) => !one.isTruncated) === true) cut += 1;
  }
  return {
    lost: [...load.acknowledged].filter((key) => !counts.has(key)).length,
    doubled: [...counts.values()].filter((count) => count > 1).length,
    strange,
    cut,
    stored: counts.size,
    alarms: readFileSync(path.join(server.data, 'server.log'), 'utf8').split('missing from the store').length - 1,
    inManifest: manifestTotal(path.join(server.data, 'manifest')),
  };
}

function manifestTotal(directory: string): number {
  const days = readdirSync(directory).filter((name) => name.endsWith('.json'));
  const counts = days.flatMap((name) => {
    const { clusters } = JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as {
      clusters: Record<string, number>;
    };
    return Object.values(clusters);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
