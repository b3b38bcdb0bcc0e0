import { copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Agent } from './agent.ts';
import { eventsIn, type LoggedEvent, logFiles, rotatedFiles } from './audit-log.ts';
import type { Stage } from './checks.ts';
import { apiserverReady, listUntil, metricsSource, startApiserver, startNodes, stopAll } from './control-plane.ts';
import { workForADay } from './day/work.ts';
import { enableAudit } from './enable-audit.ts';
import { numberOf, textOf } from './members.ts';
import { type Running, sleep, until } from './processes.ts';
import { startWhodunit, type Whodunit } from './whodunit.ts';

/** The clusters that the one log goes to: of one the API server's own counter is read, of the other nothing but what the agent says. */
const counted = 'counted';
const read = 'read-by-agent';
/** No file is deleted but by the check. */
const log = ['--backend', 'log', '--log-maxsize', '1', '--log-maxbackup', '500'];
/** What is lost is seen in whole files. */
const gone = 'gone';

/**
 * A day's work that kube-apiserver logs to files of 1 MB, while agents and server are killed in turn: everything is stored, once, and the
 * completeness number says so. Then files are deleted that nobody has read, and it says by how much the record is short.
 */
export async function collectDay(stage: Stage): Promise<void> {
  const { bin, run, check } = stage;
  const logs = path.join(run, 'audit');
  for (const folder of [logs, path.join(run, gone)]) mkdirSync(folder);
  const server = await startWhodunit(run);
  const running: Running[] = [];
  let agents: readonly Agent[] = [];
  try {
    const { manifest, flags } = enableAudit(stage, logs, log);
    const clusters = [counted, read].map((name) => server.addCluster(name));
    agents = clusters.map((cluster) => new Agent({ run, server, cluster, manifest }));
    // The second one begins when there is something to catch up with.
    agents[0]?.start();
    const from = Date.now();
    running.push(startApiserver(bin, run, flags, path.join(run, 'apiserver.log')));
    await apiserverReady(60);
    await server.call('PUT', `/api/v1/clusters/${counted}/metrics-sources/cp-1`, metricsSource(run));
    const nodes = await startNodes(bin, run);
    running.unshift(...nodes);
    const site = { stage, server, agents, logs, from };

    await workBesideDeaths(site);
    await stopAll(running.splice(0, nodes.length));
    await everythingIsStored(site);
    await nothingIsMissing(site);

    const lost = await deleteUnread(site);
    await everythingIsStored(site);
    await theseAreMissing(site, lost);

    await stopAll(running.splice(0));
    for (const agent of agents) await agent.finish();
    await server.settled(120);
    const left = (await eventsIn(logFiles(logs))).map(({ identity }) => identity).toSorted();
    for (const cluster of [counted, read]) {
      const stored = server.identities(cluster).filter((identity) => !lost.identities.has(identity));
      check(
        isDeepStrictEqual(stored.toSorted(), left),
        `${cluster}: every line of the files is stored once, and nothing else`,
      );
    }
  } finally {
    for (const agent of agents) await agent.stop();
    await stopAll(running);
    await server.stop();
  }
}

interface Site {
  readonly stage: Stage;
  readonly server: Whodunit;
  readonly agents: readonly Agent[];
  readonly logs: string;
  /** When the first event may have been logged, in Unix milliseconds. */
  readonly from: number;
}

/** Agents and server die in turn, without a warning, until the day is over. */
async function workBesideDeaths({ stage, server, agents, logs }: Site): Promise<void> {
  let isOver = false;
  const working = workForADay(stage).finally(() => (isOver = true));
  const deaths = { agents: 0, server: 0 };
  let begun: readonly Agent[] = agents.slice(0, 1);
  for (;;) {
    await sleep(6000);
    if (isOver) break;
    if (deaths.agents <= deaths.server) {
      for (const agent of begun) await agent.kill();
      deaths.agents += 1;
      await sleep(2000);
      if (rotatedFiles(logs).length >= 2) begun = agents;
      for (const agent of begun) agent.start();
    } else {
      await server.kill();
      deaths.server += 1;
      await sleep(4000);
      await server.start();
    }
  }
  await working;
  stage.check(begun.length === agents.length, 'the second agent began with files that had been rotated before');
  const rotations = rotatedFiles(logs).length;
  stage.note(`${rotations} rotations; agents were killed ${deaths.agents} times, the server ${deaths.server} times`);
  stage.check(
    rotations >= 5 && deaths.agents >= 3 && deaths.server >= 3,
    'the log was rotated, and each was killed, again and again',
  );
}

/** Waits until each line that is there now is stored. */
async function everythingIsStored({ server, logs }: Site): Promise<void> {
  const lines = await eventsIn(logFiles(logs));
  for (const cluster of [counted, read])
    await until(`all lines stored in ${cluster}`, 240, async () => {
      await sleep(1500);
      const stored = new Set(server.identities(cluster));
      return lines.every(({ identity }) => stored.has(identity)) || undefined;
    });
}

/** What `completeness` says of a period. */
interface Completeness {
  readonly from: number;
  readonly to: number;
  readonly basis: string;
  readonly expected: number;
  readonly stored: number;
  readonly ratio: number;
}

/** Asks how complete the record is, as soon as the answer reaches up to this moment. */
async function completenessNow({ stage, server, from }: Site, cluster: string): Promise<Completeness> {
  const now = Date.now();
  const route = `/api/v1/clusters/${cluster}/completeness?from=${new Date(from).toISOString()}`;
  const said = await until(`completeness of ${cluster}`, 240, async () => {
    const answer = await server.call('GET', route);
    return Date.parse(textOf(answer, 'to')) >= now && answer['ratio'] !== null ? answer : undefined;
  });
  const [expected, stored, ratio] = ['expected', 'stored', 'ratio'].map((name) => numberOf(said, name));
  const [begin, end, basis] = ['from', 'to', 'basis'].map((name) => textOf(said, name));
  stage.note(`${cluster}: ${stored} of ${expected} by ${basis}, ${ratio}, from ${begin} to ${end}`);
  return {
    from: Date.parse(begin ?? ''),
    to: Date.parse(end ?? ''),
    basis: basis ?? '',
    expected: expected ?? 0,
    stored: stored ?? 0,
    ratio: ratio ?? 0,
  };
}

const within = (events: readonly LoggedEvent[], { from, to }: Completeness): number =>
  events.filter(({ at }) => at >= from && at < to).length;

/** How a share is shown: nothing that is missing makes a hundred. */
const percent = (ratio: number): string => (Math.floor(ratio * 10_000) / 100).toFixed(2);

/** Events that may lie on the other side of an end of a period than they were counted on: the counter is read a moment after its time. */
const atTheEnds = 10;

async function nothingIsMissing(site: Site): Promise<void> {
  const { check } = site.stage;
  const bases = [
    [counted, 'metrics', "kube-apiserver's own counter"],
    [read, 'agent', 'without metrics, what the agent has read since it caught up'],
  ] as const;
  for (const [cluster, basis, name] of bases) {
    const said = await completenessNow(site, cluster);
    const lines = within(await eventsIn(logFiles(site.logs)), said);
    check(said.basis === basis, `${name} is what is expected`);
    check(
      Math.abs(said.expected - lines) <= atTheEnds,
      `of ${lines} lines of that time it has counted ${said.expected}`,
    );
    check(percent(said.ratio) === '100.00', 'the record is complete');
  }
}

/** What is lost: files that the agents knew of, and those that came and went while no agent ran. */
interface Lost {
  readonly known: readonly LoggedEvent[];
  readonly unseen: readonly LoggedEvent[];
  readonly knownBytes: number;
  readonly identities: ReadonlySet<string>;
}

/** Deletes two files that nobody has read: one while agents knew of it and had nowhere to send it, one that no agent has seen. */
async function deleteUnread({ stage, server, agents, logs }: Site): Promise<Lost> {
  const away = path.join(stage.run, gone);
  const rotations = async (count: number): Promise<readonly string[]> => {
    const before = new Set(rotatedFiles(logs));
    const fresh = (): readonly string[] => rotatedFiles(logs).filter((file) => !before.has(file));
    await listUntil(() => fresh().length >= count);
    return fresh();
  };
  const remove = async (file: string | undefined): Promise<readonly LoggedEvent[]> => {
    if (file === undefined) throw new Error('nothing was rotated');
    const copy = path.join(away, path.basename(file));
    copyFileSync(file, copy);
    rmSync(file);
    return eventsIn([copy]);
  };
  await server.kill();
  const [, seen] = await rotations(2);
  // An agent looks at its logs each second, and writes down what it knows as often.
  await sleep(5000);
  for (const agent of agents) await agent.kill();
  const [, between] = await rotations(3);
  const knownBytes = sizeOf(seen === undefined ? [] : [seen]);
  const [known, unseen] = [await remove(seen), await remove(between)];
  stage.note(`deleted unread: ${known.length} lines that agents knew of, ${unseen.length} that none has seen`);
  await server.start();
  for (const agent of agents) agent.start();
  return { known, unseen, knownBytes, identities: new Set([...known, ...unseen].map(({ identity }) => identity)) };
}

async function theseAreMissing(site: Site, { known, unseen, knownBytes, identities }: Lost): Promise<void> {
  const { check } = site.stage;
  const stored = site.server.identities(counted);
  check(!stored.some((identity) => identities.has(identity)), 'nothing of what was deleted is stored');
  const byCounter = await completenessNow(site, counted);
  const missing = within([...known, ...unseen], byCounter);
  const short = byCounter.expected - byCounter.stored;
  check(
    Math.abs(short - missing) <= atTheEnds,
    `by the counter ${short} events are missing, of ${missing} that were deleted`,
  );
  check(byCounter.ratio < 1 && percent(byCounter.ratio) !== '100.00', 'so the record is not complete');
  const byAgent = await completenessNow(site, read);
  // Of what it has not read it knows bytes, which count as lines of the usual length.
  const usual = sizeOf(logFiles(site.logs)) / (await eventsIn(logFiles(site.logs))).length;
  const share = (byAgent.expected - byAgent.stored) / (knownBytes / usual);
  check(share > 0.7 && share < 1.3, 'and by the agent, as far as it knew of what is gone');
}

const sizeOf = (files: readonly string[]): number => files.reduce((sum, file) => sum + statSync(file).size, 0);
