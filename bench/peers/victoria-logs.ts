import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import { buildGoProgram } from '../../test/receivers/go-program.ts';
import { freePort, until } from '../../test/receivers/program.ts';
import { logChunks } from '../events.ts';
import { usageOf } from '../support/server.ts';
import { loadedEvents } from '../support/webhook-load.ts';
import { type LoadedPeer, measureIntake, sizeOf, timed } from './run.ts';

export const version = 'v1.52.2';

/** Gives its program, made from its Go module where Go is there; undefined, with a message, where it is not. */
export function buildVictoriaLogs(): Promise<string | undefined> {
  return buildGoProgram({ module: 'github.com/VictoriaMetrics/VictoriaLogs', version, folder: 'app/victoria-logs' });
}

/** The same events as JSON lines in one upload, its best road, which it takes without fsync, acknowledgement and deduplication. */
export async function loadVictoriaLogs(program: string, count: number, directory: string): Promise<LoadedPeer> {
  const lines = path.join(directory, 'lines');
  const descriptor = openSync(lines, 'w');
  for (const chunk of logChunks({ ...loadedEvents, count })) writeSync(descriptor, chunk);
  closeSync(descriptor);
  const data = path.join(directory, 'victoria-logs');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    program,
    [`-storageDataPath=${data}`, `-httpListenAddr=127.0.0.1:${port}`, '-retentionPeriod=100y'],
    { stdio: 'ignore' },
  );
  await until('VictoriaLogs', async () => ((await fetch(`${url}/health`)).ok ? true : undefined));
  const ask = async (query: string): Promise<string> => {
    const body = new URLSearchParams({ query, start: '2000-01-01T00:00:00Z', end: '2030-01-01T00:00:00Z' });
    const answer = await fetch(`${url}/select/logsql/query`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`${query}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  };
  const number = async (query: string): Promise<number> =>
    Number(/"n":"(\d+)"/.exec(await ask(`${query} | stats count() n`))?.[1] ?? 0);
  const intake = await measureIntake(count, () => usageOf(child.pid), {
    load: () =>
      upload(lines, `${url}/insert/jsonline?_time_field=stageTimestamp&_msg_field=requestURI&_stream_fields=verb`),
    stored: () => number('*'),
  }).catch((error: unknown) => {
    child.kill();
    throw error;
  });
  rmSync(lines);
  return {
    intake,
    page: async (query) => {
      const [page] = await timed(() => ask(`${query} | sort by (_time desc) limit 100`));
      const [total, found] = await timed(() => number(query));
      return { milliseconds: page + total, found };
    },
    statement: async (query) => (await timed(() => ask(query)))[0],
    bytes: async () => ({ kept: sizeOf(data) / count, folder: sizeOf(data) / count }),
    async close() {
      child.kill();
      await once(child, 'exit');
      rmSync(data, { recursive: true });
    },
  };
}

async function upload(file: string, url: string): Promise<undefined> {
  const sent = request(url, { method: 'POST', headers: { 'content-length': statSync(file).size } });
  createReadStream(file, { highWaterMark: 1 << 20 }).pipe(sent);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`VictoriaLogs answers the upload with ${answer.statusCode}`);
  answer.resume();
  await once(answer, 'end');
  return undefined;
}
