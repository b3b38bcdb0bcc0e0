// Kills the server, alone or with its engine, without warning, at named steps and at random, while clusters send.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { crashTests, isLong, rounds } from './support/crash-tests.ts';

const crash = crashTests();
const below = (limit: number): number => crash.random.below(limit);

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
/** In the long form each of these dies so often at each point; otherwise in turn. */
const victims = ['both', 'server'] as const;
const deaths = Array.from(
  { length: isLong ? rounds * victims.length : rounds },
  (_, round) => victims[round % 2] ?? 'both',
);

describe('the server, alone or with its engine, dies', () => {
  test.each(serverDies)('$name', async ({ failpoint, args = [] }) => {
    const [first = 'both', ...others] = deaths;
    const load = await crash.begin(20, { failpoint: failpoint(first), args });
    await crash.server.waitForDeath();
    for (const victim of others) {
      await crash.server.start({ failpoint: failpoint(victim), args });
      await crash.server.waitForDeath();
    }
    expect(crash.server.deaths).toBe(deaths.length);
    await crash.server.start({ args });
    await crash.end(load);
  });
});

test('server, engine or both die at random', async () => {
  const load = await crash.begin(5);
  for (let round = 0; round < rounds * 2; round += 1) {
    await sleep(300 + below(1500));
    crash.server.kill(crash.random.pick(['server', 'engine', 'both'] as const));
    if (below(3) === 0) await sleep(below(1000));
    if (!crash.server.isRunning || (await crash.server.status('/healthz')) === 0) {
      await crash.server.waitForDeath();
      await crash.server.start();
    }
  }
  await crash.end(load);
});

test('the server is ended and started again by its operator', async () => {
  const load = await crash.begin(5);
  for (let round = 0; round < rounds; round += 1) {
    await sleep(500 + below(1000));
    await crash.server.stop();
    await crash.server.start();
  }
  expect(crash.server.deaths).toBe(0);
  await crash.end(load);
});
