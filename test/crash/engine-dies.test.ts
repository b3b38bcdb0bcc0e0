// Kills or stops the engine while clusters send; the webhook answers all the while.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { crashTests, rounds } from './support/crash-tests.ts';
import { bundle, isThere } from './support/server-process.ts';

/** `npm run crash` asks for five minutes. */
const outageSeconds = Number(process.env['WHODUNIT_CRASH_OUTAGE_SECONDS'] ?? 15);

const crash = crashTests();
const below = (limit: number): number => crash.random.below(limit);

const engineDies = [
  { name: 'during an insert', failpoint: () => `planned:engine@2+${1 + below(60)}` },
  { name: 'between insert and delete of the cut twins', failpoint: () => 'inserted:engine@2' },
  { name: 'between delete and checkpoint', failpoint: () => 'deleted:engine@2' },
];

describe('the engine dies', () => {
  test.each(engineDies)('$name', async ({ failpoint }) => {
    const load = await crash.begin(60, { failpoint: failpoint() });
    while ((await crash.server.metric('whodunit_engine_restarts_total')) < rounds) await sleep(100);
    expect(crash.server.deaths).toBe(0);
    await crash.server.stop();
    await crash.server.start();
    await crash.end(load);
  });
});

describe('without an engine', () => {
  test('that dies again and again, the webhook answers 200 all the while, and the rest is caught up', async () => {
    const load = await crash.begin(150);
    await sleep(2000);
    const before = { bodies: load.bodies, retries: load.retries };
    const until = performance.now() + outageSeconds * 1000;
    while (performance.now() < until) {
      crash.server.kill('engine');
      await sleep(100);
    }
    const pending = await crash.server.metric('whodunit_journal_pending_events');
    expect(load.retries).toBe(before.retries);
    expect(load.bodies).toBeGreaterThan(before.bodies + outageSeconds);
    expect(pending).toBeGreaterThan(0);
    await load.stop();
    const took = await crash.server.drained();
    process.stdout.write(
      `engine dead for ${outageSeconds} s: ${load.bodies - before.bodies} bodies acknowledged, ${pending} events caught up ${(took / 1000).toFixed(1)} s after its return\n`,
    );
    await crash.end(load);
  });

  test('that hangs, and goes on where it hung', async () => {
    const load = await crash.begin(50);
    await sleep(1000);
    const { retries, bodies } = load;
    crash.server.kill('engine', 'SIGSTOP');
    while ((await crash.server.status('/readyz')) === 200 || load.bodies <= bodies + 10) await sleep(200);
    expect(load.retries).toBe(retries);
    expect(await crash.server.status('/readyz')).toBe(503);
    expect(await crash.server.status('/healthz')).toBe(200);
    crash.server.kill('engine', 'SIGCONT');
    await crash.end(load);
    expect(await crash.server.metric('whodunit_engine_restarts_total')).toBe(0);
  });

  test('that hangs, the server ends when it is told to, and nothing is lost', async () => {
    const load = await crash.begin(50);
    await sleep(1000);
    crash.server.kill('engine', 'SIGSTOP');
    await sleep(500);
    await crash.server.stop();
    expect(crash.server.deaths).toBe(0);
    await crash.server.start();
    await crash.end(load);
  });
});

test('a server that is told to end while it starts takes its engine along, also one that hangs', async () => {
  await crash.server.start();
  let engine = crash.server.enginePid();
  while (engine === undefined) engine = crash.server.enginePid();
  crash.server.kill('engine', 'SIGSTOP');
  await crash.server.stop();
  await expect.poll(() => isThere(engine), { timeout: 10_000 }).toBe(false);
  const load = await crash.begin(50);
  await crash.end(load);
});

test('a ClickHouse elsewhere dies and comes back', async () => {
  const password = 'password-of-the-crash-test';
  const directory = path.join(crash.server.data, 'elsewhere');
  const startEngine = async (port: string) => {
    const child = spawn(process.execPath, [path.join(bundle, 'engine.js')], {
      env: {
        PATH: process.env['PATH'],
        WHODUNIT_ENGINE_DIRECTORY: directory,
        WHODUNIT_ENGINE_PASSWORD: password,
        WHODUNIT_ENGINE_PORT: port,
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return { child, port: new URL((JSON.parse(line) as { url: string }).url).port };
  };
  let { child, port } = await startEngine('0');
  try {
    const load = await crash.begin(20, {
      args: ['--clickhouse-url', `http://default:${password}@127.0.0.1:${port}`],
    });
    for (let round = 0; round < rounds; round += 1) {
      await sleep(500 + below(1000));
      child.kill('SIGKILL');
      await once(child, 'exit');
      await sleep(below(500));
      ({ child, port } = await startEngine(port));
    }
    await crash.end(load);
    expect(crash.server.enginePid()).toBeUndefined();
  } finally {
    child.kill('SIGKILL');
  }
});
