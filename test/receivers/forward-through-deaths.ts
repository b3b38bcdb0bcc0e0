// Forwards a recording to a real server while it and Whodunit are killed again and again, and holds what is there against what was sent.
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFailed } from 'vitest';
import { z } from 'zod';
import { ServerProcess } from '../crash/support/server-process.ts';
import { createRandom, type Random } from '../support/random.ts';
import { recordedLines } from '../support/recorded.ts';

/** A server of somebody else, which keeps what it has on a disk. It was started once before. */
export interface RealServer {
  /** What Whodunit is told of it. */
  readonly destination: Readonly<Record<string, unknown>>;
  /** Resolves when it takes events. */
  start(): Promise<void>;
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** For a server that answers before it has on disk what it took: resolves when it has. Nothing is sent to it meanwhile. */
  settle?(): Promise<void>;
  /** What it has, as often as it has it, by its own way of asking. */
  events(): Promise<readonly EventId[]>;
}

/** What tells the events of a recording apart: a client chose one auditID for two of them. */
export const EventId = z.object({ auditID: z.string(), stage: z.string(), stageTimestamp: z.string() });
export type EventId = z.output<typeof EventId>;

export interface Tally {
  /** Acknowledged, and neither there nor set aside. */
  readonly missing: number;
  /** There, and never sent. */
  readonly strange: number;
  /** There more than once. */
  readonly doubled: number;
  /** Set aside by Whodunit, which says so. */
  readonly rejected: number;
  /** Deaths of Whodunit between a batch's plan and the note that it was sent. */
  readonly withinBatch: number;
}

const deaths = 10;
/** Of a body. Batches are small, so that there are many. */
const eventsInBody = 10;
const retryMs = 50;
/** So long Whodunit is given to die by itself. */
const ownDeathMs = 15_000;
const name = 'real';
const cluster = 'prod';
const seed = Number(process.env['WHODUNIT_CRASH_SEED'] ?? Date.now() % 1_000_000);
const environment = { WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: '127.0.0.0/8' };
/** Where Whodunit dies by itself; where it does not, it is killed at any moment. */
const steps = ['', 'forward-planned', 'forward-sent'] as const;

const Added = z.object({ ingestToken: z.string() });
const Status = z.object({ lagEvents: z.number().nullable(), lagSeconds: z.number(), lastError: z.string().nullable() });
const Rejects = z.object({ items: z.array(z.object({ auditID: z.string() })) });

/** Sends the whole recording through ten deaths of both, and waits until all is forwarded. */
export async function forwardThroughDeaths(real: RealServer): Promise<Tally> {
  process.stderr.write(`seed ${seed}\n`);
  const random = createRandom(seed);
  const lines = recordedLines('modern-v1.36');
  const server = await ServerProcess.make();
  const over = new AbortController();
  let log = '';
  onTestFailed(() => void process.stderr.write(`seed ${seed}\n${log}\n`));
  try {
    await server.start({ environment });
    const sender = startSender(server, { token: await prepare(server, real), lines, signal: over.signal });
    let [withinBatch, failpoint] = [0, ''];
    for (let death = 1; death <= deaths; death += 1) {
      const share = Math.ceil((lines.length * death) / deaths);
      // Nothing is sent after the last death: what is left is forwarded all the same.
      const isLate = failpoint !== '' || death === deaths;
      const enough = isLate ? share : sender.acknowledged() + random.below(share - sender.acknowledged());
      sender.allow(share);
      while (server.isRunning && sender.acknowledged() < enough) await sleep(1);
      // A server that has only just come back may take its first batch late.
      if (failpoint === '') await sleep(random.below(50));
      else await Promise.race([server.waitForDeath(), sleep(ownDeathMs)]);
      if (!server.isRunning) withinBatch += 1;
      await killBoth(server, real, random);
      failpoint = death < deaths - 1 ? failpointOf(death, random) : '';
      await startBoth(server, real, { failpoint, random });
    }
    await caughtUp(server);
    return { ...(await tallyOf(server, real, lines)), withinBatch };
  } finally {
    over.abort();
    log = server.log();
    await server.remove();
  }
}

/** Adds the cluster and the destination, and gives the token of the cluster. */
async function prepare(server: ServerProcess, { destination }: RealServer): Promise<string> {
  const added = Added.parse(await post(server, '/api/v1/clusters', { name: cluster }));
  await post(server, '/api/v1/destinations', { name, ...destination });
  return added.ingestToken;
}

async function post(server: ServerProcess, path: string, body: unknown): Promise<unknown> {
  const { status, text } = await server.call('POST', path, JSON.stringify(body));
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  return JSON.parse(text);
}

interface Sender {
  /** Lets it send up to so many events. */
  allow(events: number): void;
  acknowledged(): number;
}

/** Sends a log in bodies, one after the other, each again until it is acknowledged, as kube-apiserver does. */
function startSender(
  server: ServerProcess,
  { token, lines, signal }: { readonly token: string; readonly lines: readonly Buffer[]; readonly signal: AbortSignal },
): Sender {
  let [allowed, acknowledged] = [0, 0];

  async function isTaken(events: readonly Buffer[]): Promise<boolean> {
    const headers = { authorization: `Bearer ${token}` };
    const body = events.map((line) => line.toString()).join('\n');
    try {
      const response = await fetch(`${server.url}/ingest/v1/clusters/${cluster}/audit`, {
        method: 'POST',
        headers,
        body,
        signal,
      });
      await response.text();
      return response.status === 200;
    } catch {
      return false;
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted && acknowledged < lines.length) {
      const events = lines.slice(acknowledged, Math.min(acknowledged + eventsInBody, allowed));
      if (events.length > 0 && (await isTaken(events))) acknowledged += events.length;
      else await sleep(retryMs);
    }
  }

  void run();
  return {
    allow: (events) => (allowed = events),
    acknowledged: () => acknowledged,
  };
}

/** In either order; some is sent while one of them is away. */
async function killBoth(server: ServerProcess, real: RealServer, random: Random): Promise<void> {
  const killServer = async (): Promise<void> => {
    server.kill(random.pick(['server', 'both']));
    await server.waitForDeath();
  };
  if (real.settle || random.below(2) === 0) {
    await killServer();
    await real.settle?.();
    await real.kill();
  } else {
    await real.kill();
    await sleep(random.below(200));
    await killServer();
  }
}

async function startBoth(
  server: ServerProcess,
  real: RealServer,
  { failpoint, random }: { readonly failpoint: string; readonly random: Random },
): Promise<void> {
  const starts = [() => server.start({ environment, failpoint }), () => real.start()];
  if (random.below(2) === 0) starts.reverse();
  await Promise.all(starts.map(async (start, index) => sleep(index * random.below(2000)).then(start)));
}

function failpointOf(death: number, random: Random): string {
  const step = steps[death % steps.length] ?? '';
  return step === '' ? '' : `${step}@${1 + random.below(3)}`;
}

/** Resolves when Whodunit says that the destination has all there is. */
async function caughtUp(server: ServerProcess): Promise<void> {
  await server.drained();
  for (;;) {
    const { text } = await server.call('GET', `/api/v1/destinations/${name}`);
    const { lagEvents, lagSeconds, lastError } = Status.parse(JSON.parse(text));
    if (lagEvents === 0 && lagSeconds === 0 && lastError === null) return;
    await sleep(100);
  }
}

async function tallyOf(
  server: ServerProcess,
  real: RealServer,
  lines: readonly Buffer[],
): Promise<Omit<Tally, 'withinBatch'>> {
  const { text } = await server.call('GET', `/api/v1/destinations/${name}/rejected?limit=1000`);
  const rejected = new Set(Rejects.parse(JSON.parse(text)).items.map(({ auditID }) => auditID));
  const sent = new Map(lines.map((line) => EventId.parse(JSON.parse(line.toString()))).map((id) => [keyOf(id), id]));
  const there = new Map<string, number>();
  for (const id of await real.events()) there.set(keyOf(id), (there.get(keyOf(id)) ?? 0) + 1);
  return {
    missing: [...sent].filter(([key, { auditID }]) => !there.has(key) && !rejected.has(auditID)).length,
    strange: [...there.keys()].filter((key) => !sent.has(key)).length,
    doubled: [...there.values()].filter((count) => count > 1).length,
    rejected: rejected.size,
  };
}

function keyOf({ auditID, stage, stageTimestamp }: EventId): string {
  return `${auditID} ${stage} ${stageTimestamp}`;
}
