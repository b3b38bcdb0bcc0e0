import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { AwsClient } from 'aws4fetch';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EventId, forwardThroughDeaths } from './forward-through-deaths.ts';
import { buildGoProgram } from './go-program.ts';
import { freePort, type Program, startProgram, until } from './program.ts';

const program = await buildGoProgram({
  module: 'github.com/versity/versitygw',
  version: 'v1.8.0',
  folder: 'cmd/versitygw',
});
const key = { accessKeyId: 'whodunit', secretAccessKey: 'secret-of-the-test' };
const bucket = 'archive';

describe.skipIf(program === undefined)('versitygw, an S3 server', () => {
  const client = new AwsClient({ ...key, service: 's3', region: 'us-east-1', retries: 0 });
  let folder = '';
  let url = '';
  let running: Program;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'versitygw-'));
    url = `http://127.0.0.1:${await freePort()}`;
    mkdirSync(path.join(folder, 'buckets'));
    await start();
    await client.fetch(`${url}/${bucket}`, { method: 'PUT' });
  });
  afterEach(async () => {
    await running.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    const { accessKeyId: access, secretAccessKey: secret } = key;
    const served = ['posix', '--nometa', path.join(folder, 'buckets')];
    running = startProgram(
      program ?? '',
      ['--port', new URL(url).host, '--access', access, '--secret', secret, ...served],
      { log: path.join(folder, 'log') },
    );
    await until('versitygw', async () => ((await client.fetch(url)).ok ? true : undefined));
  }

  async function text(target: string): Promise<string> {
    const response = await client.fetch(`${url}/${bucket}${target}`);
    if (!response.ok) throw new Error(`${target}: ${response.status} ${await response.text()}`);
    return response.text();
  }

  async function objects(): Promise<readonly string[]> {
    const found: string[] = [];
    for (let after = ''; ;) {
      const page = await text(`?list-type=2&prefix=audit/${after}`);
      found.push(...[...page.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, name = '']) => name));
      const next = /<NextContinuationToken>([^<]+)</.exec(page)?.[1];
      if (next === undefined) return found;
      after = `&continuation-token=${encodeURIComponent(next)}`;
    }
  }

  async function events(): Promise<readonly EventId[]> {
    const found: EventId[] = [];
    for (const name of await objects()) {
      const response = await client.fetch(`${url}/${bucket}/${name}`);
      const lines = zstdDecompressSync(await response.arrayBuffer())
        .toString()
        .trimEnd()
        .split('\n');
      found.push(...lines.map((line) => EventId.parse(JSON.parse(line))));
    }
    return found;
  }

  test('has every event, and each once', async () => {
    const { secretAccessKey, accessKeyId } = key;
    const { withinBatch, ...rest } = await forwardThroughDeaths({
      destination: { type: 's3', url, bucket, accessKeyId, secretAccessKey, seconds: 0 },
      start,
      kill: () => running.kill(),
      events,
    });
    expect(rest).toEqual({ missing: 0, strange: 0, doubled: 0, rejected: 0 });
    expect(withinBatch).toBeGreaterThan(0);
  });
});
