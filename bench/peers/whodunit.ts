import { rmSync } from 'node:fs';
import path from 'node:path';
import { type BenchServer, startBenchServer, type Usage } from '../support/server.ts';
import { runLoad, settle, writeBodies } from '../support/webhook-load.ts';
import { type LoadedPeer, measureIntake, sizeOf, timed } from './run.ts';

const range = { from: '2026-10-01T00:00:00Z', to: '2027-12-30T00:00:00Z' };
const pageSize = 100;

/** kube-apiserver's own EventLists of 400 over four connections, each acknowledged after fdatasync. */
export async function loadWhodunit(count: number, directory: string): Promise<LoadedPeer> {
  const bodies = path.join(directory, 'bodies');
  writeBodies(bodies, count);
  const server = await startBenchServer();
  await server.api('/api/v1/clusters', { name: 'peers', retentionDays: 3650 });
  await settle(server);
  const ask = async (
    question: object,
  ): Promise<{ readonly rows: readonly (readonly unknown[])[]; readonly total?: number }> =>
    (await server.api('/api/v1/query', { ...range, ...question })) as Awaited<ReturnType<typeof ask>>;
  const intake = await measureIntake(count, () => together(server), {
    load: () => runLoad(bodies, `${server.url}/ingest/v1/clusters/peers/audit`, server.token),
    stored: async () => Number((await ask({ query: '* | select count(*) as n' })).rows[0]?.[0]),
  }).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  rmSync(bodies);
  return {
    intake,
    page: async (query) => {
      const [milliseconds, { total }] = await timed(() => ask({ query, limit: pageSize }));
      return { milliseconds, found: Number(total) };
    },
    statement: async (query) => (await timed(() => ask({ query })))[0],
    bytes: async () => {
      const { server: all } = (await server.api('/api/v1/storage')) as { readonly server: { readonly bytes: number } };
      return { kept: all.bytes / count, folder: sizeOf(path.join(server.data, 'engine')) / count };
    },
    close: () => server.close(),
  };
}

function together(server: BenchServer): Usage {
  const { server: own, engine } = server.usage();
  return {
    peakMb: own.peakMb + engine.peakMb,
    nowMb: own.nowMb + engine.nowMb,
    cpuSeconds: own.cpuSeconds + engine.cpuSeconds,
  };
}
