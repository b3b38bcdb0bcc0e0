import { spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { eventLists } from '../events.ts';
import type { BenchServer } from './server.ts';

/** The events that are loaded, but for their number. */
export const loadedEvents = { seed: 7, from: new Date('2026-11-01T00:00:00Z'), rate: 1000 };

/** What a load saw: its answers' times are in milliseconds. */
export interface LoadResult {
  readonly events: number;
  readonly seconds: number;
  readonly refusals: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Writes the bodies to a file, so that making them takes nothing from the run. */
export function writeBodies(file: string, count: number): number {
  const descriptor = openSync(file, 'w');
  const head = Buffer.alloc(4);
  let bytes = 0;
  for (const body of eventLists({ ...loadedEvents, count })) {
    head.writeUInt32LE(body.length, 0);
    writeSync(descriptor, head);
    writeSync(descriptor, body);
    bytes += body.length;
  }
  closeSync(descriptor);
  return bytes;
}

/** Sends the bodies over four connections, from a process of its own. */
export function runLoad(file: string, url: string, token: string): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'load.ts'), file, url, token, '4'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.once('exit', (code) =>
      code === 0 ? resolve(JSON.parse(text) as LoadResult) : reject(new Error('the load failed')),
    );
  });
}

/** Has a new server do what it does once: load the places of addresses. Then waits until it does nothing. */
export async function settle(server: BenchServer): Promise<void> {
  await server.api('/api/v1/query', { query: "* | SELECT ip_to_country('192.0.2.1')", from: '-1h', to: 'now' });
  const cpuSeconds = (): number => server.usage().server.cpuSeconds + server.usage().engine.cpuSeconds;
  for (let [before, looks] = [-1, 0]; cpuSeconds() - before > 0.1 && looks < 20; looks += 1) {
    before = cpuSeconds();
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
