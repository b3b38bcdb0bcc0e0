import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { builtOnce } from './built-once.ts';
import { EventId, forwardThroughDeaths } from './forward-through-deaths.ts';
import { goTool } from './go-program.ts';
import { freePort, type Program, startProgram, until } from './program.ts';

const [version, stableVersion] = ['v0.161.0', 'v1.67.0'];
const core = 'go.opentelemetry.io/collector';
const receiver = `${core}/receiver/otlpreceiver ${version}`;
const exporter = `github.com/open-telemetry/opentelemetry-collector-contrib/exporter/fileexporter ${version}`;
/** Of the configuration: a collector does not start without that of the environment. */
const providers = ['fileprovider', 'envprovider'].map((name) => `${core}/confmap/provider/${name} ${stableVersion}`);
const parts = {
  dist: { name: 'collector', output_path: './built' },
  receivers: [{ gomod: receiver }],
  exporters: [{ gomod: exporter }],
  providers: providers.map((gomod) => ({ gomod })),
};
const program = await builtOnce({
  name: `collector-${version}`,
  tool: goTool,
  make: async (target, work, run) => {
    const built = path.join(work, 'built');
    writeFileSync(path.join(work, 'parts.yaml'), JSON.stringify(parts));
    const builder = ['run', `${core}/cmd/builder@${version}`, '--config=parts.yaml'];
    await run('go', [...builder, '--skip-compilation', '--skip-get-modules']);
    await run('go', ['mod', 'init', 'collector'], built);
    const modules = [receiver, exporter, ...providers].map((module) => module.replace(' ', '@'));
    await run('go', ['get', `${core}/otelcol@${version}`, ...modules], built);
    await run('go', ['build', '-mod=mod', '-o', target, '.'], built);
  },
});

const Written = z.object({
  resourceLogs: z.array(
    z.object({
      scopeLogs: z.array(z.object({ logRecords: z.array(z.object({ body: z.object({ stringValue: z.string() }) })) })),
    }),
  ),
});

describe.skipIf(program === undefined)('OpenTelemetry Collector', () => {
  let folder = '';
  let url = '';
  let running: Program;
  const output = (): string => path.join(folder, 'out.json');

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'collector-'));
    url = `http://127.0.0.1:${await freePort()}`;
    const configuration = {
      receivers: { otlp: { protocols: { http: { endpoint: new URL(url).host } } } },
      // With a rotation it writes before it answers.
      exporters: { file: { path: output(), append: false, rotation: { max_megabytes: 1000 } } },
      service: {
        telemetry: { metrics: { level: 'none' } },
        pipelines: { logs: { receivers: ['otlp'], exporters: ['file'] } },
      },
    };
    writeFileSync(path.join(folder, 'collector.yaml'), JSON.stringify(configuration));
    await start();
  });
  afterEach(async () => {
    await running.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    running = startProgram(program ?? '', [`--config=${path.join(folder, 'collector.yaml')}`], {
      log: path.join(folder, 'log'),
    });
    const empty = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    await until('the collector', async () => ((await fetch(`${url}/v1/logs`, empty)).ok ? true : undefined));
  }

  async function events(): Promise<readonly EventId[]> {
    const calls = readFileSync(output(), 'utf8').split('\n').filter(Boolean);
    return calls
      .flatMap((line) => Written.parse(JSON.parse(line)).resourceLogs)
      .flatMap(({ scopeLogs }) => scopeLogs)
      .flatMap(({ logRecords }) => logRecords)
      .map(({ body }) => EventId.parse(JSON.parse(body.stringValue)));
  }

  test('has every event', async () => {
    const { withinBatch, doubled, ...rest } = await forwardThroughDeaths({
      destination: { type: 'otlp', url },
      start,
      kill: () => running.kill(),
      events,
    });
    expect(rest).toEqual({ missing: 0, strange: 0, rejected: 0 });
    expect(withinBatch).toBeGreaterThan(0);
    // Its protocol knows no identity.
    expect(doubled).toBeGreaterThan(0);
  });
});
