import { setTimeout as sleep } from 'node:timers/promises';
import { ingestedOf, quantile, sendPaced } from './support/paced-load.ts';
import { type BenchServer, startBenchServer, type Usage } from './support/server.ts';
import { settle } from './support/webhook-load.ts';

const eventsPerSecond = 5000;
const bodyEvents = 500;
const searchEveryMs = 1000;
/** A run is looked at so often, one of less than five minutes every five seconds or less. */
const mostLooks = 60;
const leastLooks = 4;
const leastSecondsOfLook = 5;
/** What is wanted of memory, in MB: server and engine together. */
const wantedIdleMb = 400;
/** Growth from the second quarter of the run to the last beyond which memory is said to grow: parts and caches move by as much. */
const growthMb = 50;
const catchUpMs = 30_000;

/** Asked in turn, about what just came in and about all of it. */
const questions = [
  { query: 'not user.username: system', from: '-15m' },
  { query: 'responseStatus.code in [401 403]', from: '-15m' },
  { query: 'kubelet', from: '-5m' },
  { query: '* | select verb, count(*) as n from log group by verb order by n desc', from: '-15m' },
  {
    query: '* | select "user.username" as who, count(*) as n from log group by who order by n desc limit 10',
    from: '-1h',
  },
];

interface Sample {
  readonly server: Usage;
  readonly engine: Usage;
}

/** Asks one question after the other until it is ended. */
async function keepSearching(server: BenchServer, signal: AbortSignal, onAnswer: (ms: number) => void): Promise<void> {
  for (let turn = 0; !signal.aborted; turn += 1) {
    const startedAt = performance.now();
    await server.api('/api/v1/query', { ...questions[turn % questions.length], to: 'now' });
    onAnswer(performance.now() - startedAt);
    await sleep(searchEveryMs);
  }
}

/** `npm run bench -- soak [seconds]`: an hour by default. */
export async function benchSoak(seconds = 3600): Promise<void> {
  const server = await startBenchServer();
  const over = new AbortController();
  try {
    await server.api('/api/v1/clusters', { name: 'bench' });
    await settle(server);
    const idle = server.usage();
    const together = idle.server.nowMb + idle.engine.nowMb;
    print(`idle: memory ${idle.server.nowMb} + ${idle.engine.nowMb} = ${together} MB (wanted: ${wantedIdleMb})`);
    let acknowledged: number[] = [];
    let answered: number[] = [];
    const working = Promise.all([
      sendPaced(
        server,
        { eventsPerSecond, bodyEvents, seed: 11 },
        { signal: over.signal, onAcknowledged: (ms) => acknowledged.push(ms) },
      ),
      keepSearching(server, over.signal, (ms) => answered.push(ms)),
    ]);
    const samples = await watch(server, seconds, working, () => {
      const times = `acknowledgement ${shown(acknowledged)}, search ${shown(answered)}`;
      acknowledged = [];
      answered = [];
      return times;
    });
    over.abort();
    const [{ sent }] = await working;
    const stored = await storedOf(server, sent);
    print(
      `${sent} events were acknowledged in ${seconds} s; all can be queried: ${stored === sent ? 'yes' : `NO, ${stored}`}`,
    );
    for (const part of ['server', 'engine'] as const) print(growthOf(part, samples));
  } finally {
    over.abort();
    await server.close();
  }
}

/** How many events can be queried once these many should be. */
async function storedOf(server: BenchServer, sent: number): Promise<number> {
  const deadline = performance.now() + catchUpMs;
  for (;;) {
    const { stored } = await ingestedOf(server);
    if (stored >= sent || performance.now() > deadline) return stored;
    await sleep(200);
  }
}

/** Looks at the server now and then and prints a line each time; rejects with what works beside it when that fails. */
async function watch(
  server: BenchServer,
  seconds: number,
  working: Promise<unknown>,
  takeTimes: () => string,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  let before = server.usage();
  const looks = Math.round(Math.min(mostLooks, Math.max(leastLooks, seconds / leastSecondsOfLook)));
  const everyMs = (1000 * seconds) / looks;
  for (let index = 1; index <= looks; index += 1) {
    await Promise.race([sleep(everyMs), working]);
    const now = server.usage();
    const { stored, lag } = await ingestedOf(server);
    const busy = (['server', 'engine'] as const).map((part) =>
      ((1000 * (now[part].cpuSeconds - before[part].cpuSeconds)) / everyMs).toFixed(2),
    );
    print(
      [
        `${((index * everyMs) / 1000).toFixed(0)} s: ${stored} events, lag ${lag.toFixed(1)} s`,
        takeTimes(),
        `processor ${busy.join(' + ')}`,
        `memory ${now.server.nowMb} + ${now.engine.nowMb} MB`,
      ].join('; '),
    );
    samples.push(now);
    before = now;
  }
  return samples;
}

/** The first quarter of a run fills caches and heaps; from then on memory should stay where it is. */
function growthOf(part: 'server' | 'engine', samples: readonly Sample[]): string {
  const quarter = Math.floor(samples.length / 4);
  const median = (from: number): number =>
    quantile(
      samples.slice(from, from + quarter).map((sample) => sample[part].nowMb),
      0.5,
    );
  const [early, late] = [median(quarter), median(samples.length - quarter)];
  const peak = Math.max(...samples.map((sample) => sample[part].peakMb));
  const verdict = late - early <= growthMb ? 'does not grow' : 'GROWS';
  return `${part}: memory ${early} MB in the second quarter, ${late} MB in the last (${verdict}); peak ${peak} MB`;
}

function shown(times: readonly number[]): string {
  if (times.length === 0) return 'none';
  return `p50 ${quantile(times, 0.5).toFixed(0)} p99 ${quantile(times, 0.99).toFixed(0)} ms`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
