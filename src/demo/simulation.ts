import { createCi } from './actors/ci.ts';
import { createControllers } from './actors/controllers.ts';
import { createCronJobs } from './actors/cron-jobs.ts';
import { createHeartbeats } from './actors/heartbeats.ts';
import { createPerson, userOf } from './actors/people.ts';
import { createScanners } from './actors/scanners.ts';
import { createServices } from './actors/services.ts';
import { createCalendar } from './calendar.ts';
import { createCaller, serviceAccount } from './caller.ts';
import { workers } from './data/cluster.ts';
import { alice, bram, jonas, people, type Person } from './data/people.ts';
import { createIdentities } from './identities.ts';
import { createBeforeAndAfter } from './incident/before-and-after.ts';
import { createIntrusion } from './incident/intrusion.ts';
import { releaseBotReason, story } from './incident/story.ts';
import { createRandom, type Random } from './random.ts';
import { createRecorder } from './recorder.ts';
import type { Actor } from './tick.ts';
import { day, fromDate, minute, type Micros } from './time.ts';
import { createWorld, podAddress } from './world.ts';

export interface SimulationOptions {
  /** The same seed, `now` and `days` give the same lines. */
  readonly seed: number;
  /** When the history ends and the live traffic begins. */
  readonly now: Date;
  /** How long the history is; the incident is in it from 8 on. */
  readonly days?: number;
}

/** A simulated cluster. The history comes first and whole; then the cluster goes on as time does, no busier. */
export interface Simulation {
  /** The lines of `harbor-prod`'s audit log before `now`, oldest first, in chunks of a tick; to be read once. */
  history(): Iterable<readonly string[]>;
  /** The lines since the last call (since `now` at first) up to a point in time, oldest first. */
  advance(to: Date): readonly string[];
}

const tickLength = 10 * minute;

/** Creates the simulated cluster `harbor-prod`. */
export function createSimulation({ seed, now, days = 30 }: SimulationOptions): Simulation {
  const random = createRandom(seed);
  const { record, take } = createRecorder(random);
  const end = fromDate(now);
  let reached = end - days * day;
  const world = createWorld(random, reached);
  const identities = createIdentities(random);
  const actors = createActors(random, end, identities);

  function run(to: Micros): readonly string[] {
    const tick = { from: reached, to, random, world, identities, record };
    for (const act of actors) act(tick);
    reached = to;
    return take(to);
  }
  return {
    *history() {
      while (reached < end) {
        const aligned = reached - (reached % tickLength) + tickLength;
        yield run(Math.min(aligned, end));
      }
    },
    advance(to) {
      const until = fromDate(to);
      const lines: string[] = [];
      while (reached < until) lines.push(...run(Math.min(reached + tickLength, until)));
      return lines;
    },
  };
}

/** Everybody, in the order in which they act. */
function createActors(random: Random, now: Micros, identities: ReturnType<typeof createIdentities>): readonly Actor[] {
  const calendar = createCalendar(now);
  const users = new Map(people.map((person) => [person, userOf(person, random.uuid())]));
  const user = (person: Person): ReturnType<typeof userOf> => users.get(person) ?? userOf(person, '');
  const usual = (person: Person): ReturnType<typeof createCaller> =>
    createCaller(user(person), [person.address], person.clients[0]?.userAgent ?? '');
  // A token kept in a Secret has no id of its own: the kind that never expires.
  const bot = serviceAccount('payments', story.serviceAccount, random.uuid());
  const runner = workers.find(({ name }) => name === story.node) ?? random.pick(workers);
  const releaseBot = {
    caller: createCaller(bot, [podAddress(runner, random)], 'release-runner/2.4.1'),
    reason: releaseBotReason,
  };
  return [
    createHeartbeats(),
    createControllers(),
    createCronJobs(),
    createServices(random),
    createScanners(random),
    createCi(calendar, random, releaseBot),
    ...people.map((person) => createPerson(person, calendar, random, user(person))),
    createBeforeAndAfter(calendar, { alice: usual(alice), bram: usual(bram), jonas: usual(jonas) }),
    createIntrusion(calendar, identities, user(jonas), bot),
  ];
}
