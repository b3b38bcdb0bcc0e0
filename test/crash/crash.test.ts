// Kills the server, its engine or both, without warning, at named steps and at random, while clusters send. Afterwards every
// acknowledged event is there exactly once, with the bytes of a copy that was sent, of a whole one where any was whole.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { createRandom, type Random } from '../support/random.ts';
import { Load } from './support/load.ts';
import { buildServer, bundle, ServerProcess, type StartOptions } from './support/server-process.ts';
import { verify } from './support/verify.ts';

/** `npm run crash` asks for more. */
const rounds = Number(process.env['WHODUNIT_CRASH_ROUNDS'] ?? 3);
const isLong = rounds > 3;
const outageSeconds = Number(process.env['WHODUNIT_CRASH_OUTAGE_SECONDS'] ?? 15);
const seed = Number(process.env['WHODUNIT_CRASH_SEED'] ?? Date.now() % 1_000_000);
const right = { lost: 0, doubled: 0, strange: 0, cut: 0 };

let server: ServerProcess;
let random: Random;

beforeAll(() => {
  buildServer();
  process.stdout.write(`crash suite: ${rounds} rounds, seed ${seed}\n`);
});
beforeEach(async () => {
  server = await ServerProcess.make();
  random = createRandom(seed);
  onTestFailed(() => void process.stderr.write(`${server.log()}\n`));
});
afterEach(() => server.remove());

/** Starts the server, adds clusters and lets them send. */
async function begin(pauseMs: number, options: StartOptions = {}): Promise<Load> {
  await server.start(options);
  const load = new Load(server, seed, pauseMs);
  await load.addClusters(3);
  load.start();
  return load;
}

/** Waits for what is under way and holds what is stored against what was sent. */
async function end(load: Load): Promise<void> {
  await load.stop();
  await server.drained();
  const { stored, ...verdict } = await verify(server, load);
  expect(verdict).toEqual(right);
  expect(stored).toBe(load.acknowledged.size);
  expect(stored).toBeGreaterThan(0);
}

const below = (limit: number): number => random.below(limit);

interface Scenario {
  readonly name: string;
  /** Where; who dies there is put in by the test. */
  readonly failpoint: (who: string) => string;
  readonly args?: readonly string[];
}

const serverDies: readonly Scenario[] = [
  {
    name: 'after the sync of the journal, before the acknowledgement',
    failpoint: (who) => `journaled:${who}@${1 + below(20)}`,
  },
  { name: 'during an insert', failpoint: (who) => `planned:${who}@${1 + below(3)}+${1 + below(60)}` },
  { name: 'between insert and delete of the cut twins', failpoint: (who) => `inserted:${who}@${1 + below(3)}` },
  { name: 'during a delete', failpoint: (who) => `inserted:${who}@${1 + below(3)}+${1 + below(30)}` },
  { name: 'between delete and checkpoint', failpoint: (who) => `deleted:${who}@${1 + below(3)}` },
  {
    name: 'while a segment is deleted',
    failpoint: (who) => `segment-unlinked:${who}`,
    args: ['--journal-limit', '4194304'],
  },
];
const engineDies: readonly Scenario[] = [
  { name: 'during an insert', failpoint: (who) => `planned:${who}@2+${1 + below(60)}` },
  { name: 'between insert and delete of the cut twins', failpoint: (who) => `inserted:${who}@2` },
  { name: 'between delete and checkpoint', failpoint: (who) => `deleted:${who}@2` },
];
/** In the long form each of these dies so often at each point; otherwise in turn. */
const victims = ['both', 'server'] as const;
const deaths = Array.from(
  { length: isLong ? rounds * victims.length : rounds },
  (_, round) => victims[round % 2] ?? 'both',
);

describe('the server, alone or with its engine, dies', () => {
  test.each(serverDies)('$name', async ({ failpoint, args = [] }) => {
    const [first = 'both', ...others] = deaths;
    const load = await begin(20, { failpoint: failpoint(first), args });
    await server.waitForDeath();
    for (const victim of others) {
      await server.start({ failpoint: failpoint(victim), args });
      await server.waitForDeath();
    }
    expect(server.deaths).toBe(deaths.length);
    await server.start({ args });
    await end(load);
  });
});

describe('the engine dies', () => {
  test.each(engineDies)('$name', async ({ failpoint }) => {
    const load = await begin(20, { failpoint: failpoint('engine') });
    while ((await server.metric('whodunit_engine_restarts_total')) < rounds) await sleep(100);
    expect(server.deaths).toBe(0);
    await server.stop();
    await server.start();
    await end(load);
  });
});

test('server, engine or both die at random', async () => {
  const load = await begin(5);
  for (let round = 0; round < rounds * 2; round += 1) {
    await sleep(300 + below(1500));
    server.kill(random.pick(['server', 'engine', 'both'] as const));
    if (below(3) === 0) await sleep(below(1000));
    if (!server.isRunning || (await server.status('/healthz')) === 0) {
      await server.waitForDeath();
      await server.start();
    }
  }
  await end(load);
});

test('the server is ended and started again by its operator', async () => {
  const load = await begin(5);
  for (let round = 0; round < rounds; round += 1) {
    await sleep(500 + below(1000));
    await server.stop();
    await server.start();
  }
  expect(server.deaths).toBe(0);
  await end(load);
});

describe('without an engine', () => {
  test('that dies again and again, the webhook answers 200 all the while, and the rest is caught up', async () => {
    const load = await begin(150);
    await sleep(2000);
    const before = { bodies: load.bodies, retries: load.retries };
    const until = performance.now() + outageSeconds * 1000;
    while (performance.now() < until) {
      server.kill('engine');
      await sleep(100);
    }
    const pending = await server.metric('whodunit_journal_pending_events');
    expect(load.retries).toBe(before.retries);
    expect(load.bodies).toBeGreaterThan(before.bodies + outageSeconds);
    expect(pending).toBeGreaterThan(0);
    await load.stop();
    const took = await server.drained();
    process.stdout.write(
      `engine dead for ${outageSeconds} s: ${load.bodies - before.bodies} bodies acknowledged, ${pending} events caught up ${(took / 1000).toFixed(1)} s after its return\n`,
    );
    await end(load);
  });

  test('that hangs, and goes on where it hung', async () => {
    const load = await begin(50);
    await sleep(1000);
    const { retries, bodies } = load;
    server.kill('engine', 'SIGSTOP');
    while ((await server.status('/readyz')) === 200 || load.bodies <= bodies + 10) await sleep(200);
    expect(load.retries).toBe(retries);
    expect(await server.status('/readyz')).toBe(503);
    expect(await server.status('/healthz')).toBe(200);
    server.kill('engine', 'SIGCONT');
    await end(load);
    expect(await server.metric('whodunit_engine_restarts_total')).toBe(0);
  });

  test('that hangs, the server ends when it is told to, and nothing is lost', async () => {
    const load = await begin(50);
    await sleep(1000);
    server.kill('engine', 'SIGSTOP');
    await sleep(500);
    await server.stop();
    expect(server.deaths).toBe(0);
    await server.start();
    await end(load);
  });
});

test('a ClickHouse elsewhere dies and comes back', async () => {
  const password = 'password-of-the-crash-test';
  const directory = path.join(server.data, 'elsewhere');
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
    const load = await begin(20, {
      args: ['--clickhouse-url', `http://default:${password}@127.0.0.1:${port}`],
    });
    for (let round = 0; round < rounds; round += 1) {
      await sleep(500 + below(1000));
      child.kill('SIGKILL');
      await once(child, 'exit');
      await sleep(below(500));
      ({ child, port } = await startEngine(port));
    }
    await end(load);
    expect(server.enginePid()).toBeUndefined();
  } finally {
    child.kill('SIGKILL');
  }
});
