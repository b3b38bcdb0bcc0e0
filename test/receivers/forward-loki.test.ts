import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { recordedLines } from '../support/recorded.ts';
import { EventId, forwardThroughDeaths } from './forward-through-deaths.ts';
import { buildGoProgram } from './go-program.ts';
import { freePort, type Program, startProgram, until } from './program.ts';

const program = await buildGoProgram({ module: 'github.com/grafana/loki/v3', version: 'v3.7.8', folder: 'cmd/loki' });

const Answer = z.object({
  data: z.object({ result: z.array(z.object({ values: z.array(z.tuple([z.string(), z.string()])) })) }),
});

interface Ports {
  readonly http: number;
  readonly grpc: number;
}

/** All of Loki in one process, on this machine alone. */
function configurationOf(folder: string, { http, grpc }: Ports): object {
  const here = '127.0.0.1';
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    server: {
      http_listen_address: here,
      http_listen_port: http,
      grpc_listen_address: here,
      grpc_listen_port: grpc,
      log_level: 'warn',
      // The whole recording is one answer.
      grpc_server_max_recv_msg_size: 64 << 20,
    },
    common: {
      instance_addr: here,
      path_prefix: folder,
      replication_factor: 1,
      ring: { instance_addr: here, kvstore: { store: 'inmemory' } },
      storage: { filesystem: { chunks_directory: path.join(folder, 'chunks'), rules_directory: folder } },
    },
    frontend: { address: here },
    ingester: {
      lifecycler: { min_ready_duration: '0s' },
      // What is older than three hours would be looked for among the chunks that are flushed alone.
      query_store_max_look_back_period: '876000h',
    },
    schema_config: {
      configs: [
        {
          from: '2020-01-01',
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    limits_config: { reject_old_samples: false, max_query_length: '0s', max_entries_limit_per_query: 0 },
  };
}

describe.skipIf(program === undefined)('Loki', () => {
  let folder = '';
  let url = '';
  let running: Program;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'loki-'));
    const ports = { http: await freePort(), grpc: await freePort() };
    url = `http://127.0.0.1:${ports.http}`;
    writeFileSync(path.join(folder, 'loki.json'), JSON.stringify(configurationOf(folder, ports)));
    await start();
  });
  afterEach(async () => {
    await running.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    running = startProgram(program ?? '', [`-config.file=${path.join(folder, 'loki.json')}`], {
      log: path.join(folder, 'log'),
    });
    await until('Loki', async () => ((await fetch(`${url}/ready`)).ok ? true : undefined));
  }

  async function events(): Promise<readonly EventId[]> {
    const times = recordedLines('modern-v1.36').map((line) => {
      const { stageTimestamp } = EventId.parse(JSON.parse(line.toString()));
      return Date.parse(stageTimestamp);
    });
    const around = { start: Math.min(...times) - 1000, end: Math.max(...times) + 1000 };
    const asked = new URLSearchParams({
      query: '{job="kubernetes-audit",cluster="prod"}',
      start: `${around.start}000000`,
      end: `${around.end}000000`,
      limit: '1000000',
    });
    const { data } = Answer.parse(await (await fetch(`${url}/loki/api/v1/query_range?${asked.toString()}`)).json());
    return data.result.flatMap(({ values }) => values.map(([, line]) => EventId.parse(JSON.parse(line))));
  }

  test('killed at any moment, has every event', async () => {
    const destination = { type: 'loki', url, maxAgeHours: 876_000 };
    const tally = await forwardThroughDeaths({ destination, start, kill: () => running.kill(), events });
    // The same line of the same time is one to it, but for those between which it has begun another block.
    const { withinBatch, doubled: _, ...rest } = tally;
    expect(rest).toEqual({ missing: 0, strange: 0, rejected: 0 });
    expect(withinBatch).toBeGreaterThan(0);
  });
});
