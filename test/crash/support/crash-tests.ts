import { afterEach, beforeEach, expect, onTestFailed } from 'vitest';
import { createRandom, type Random } from '../../support/random.ts';
import { Load } from './load.ts';
import { ServerProcess, type StartOptions } from './server-process.ts';
import { verify } from './verify.ts';

/** `npm run crash` asks for more. */
export const rounds = Number(process.env['WHODUNIT_CRASH_ROUNDS'] ?? 3);
export const isLong = rounds > 3;
const seed = Number(process.env['WHODUNIT_CRASH_SEED'] ?? Date.now() % 1_000_000);
const right = { lost: 0, doubled: 0, strange: 0, cut: 0, alarms: 0 };

/** What a crash test works with: a server of its own, clusters that send to it, and what they sent. */
export interface CrashTest {
  readonly server: ServerProcess;
  readonly random: Random;
  /** Starts the server, adds clusters and lets them send. */
  begin(pauseMs: number, options?: StartOptions): Promise<Load>;
  /**
   * Waits for what is under way and holds what is stored against what was sent: every acknowledged event is there exactly once,
   * with the bytes of a copy that was sent, of a whole one where any was whole; the manifest says the same, and said at no start that
   * anything was missing.
   */
  end(load: Load): Promise<void>;
}

/** Makes a fresh server for each test of a file. */
export function crashTests(): CrashTest {
  let server: ServerProcess;
  let random: Random;
  let latestLog = '';

  beforeEach(async () => {
    server = await ServerProcess.make();
    random = createRandom(seed);
    // Said when the server is removed already.
    onTestFailed(() => void process.stderr.write(`seed ${seed}\n${latestLog}\n`));
  });
  afterEach(async () => {
    latestLog = server.log();
    await server.remove();
  });

  return {
    get server() {
      return server;
    },
    get random() {
      return random;
    },
    async begin(pauseMs, options = {}) {
      await server.start(options);
      const load = new Load(server, seed, pauseMs);
      await load.addClusters(3);
      load.start();
      return load;
    },
    async end(load) {
      await load.stop();
      await server.drained();
      const { stored, inManifest, ...verdict } = await verify(server, load);
      expect(verdict).toEqual(right);
      expect(stored).toBe(load.acknowledged.size);
      expect(inManifest).toBe(stored);
      expect(stored).toBeGreaterThan(0);
    },
  };
}
