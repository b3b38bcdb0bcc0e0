// Rotates a log that is written to without a pause while agent and server are killed without warning, and holds the store against the log.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, onTestFailed, test } from 'vitest';
import { AgentProcess } from './support/agent-process.ts';
import { crashTests, isLong } from './support/crash-tests.ts';
import { idOf, type Rotation, type Written, type WriterPlan } from './support/log-writer.ts';

const crash = crashTests();
/** The long form is as fast as a busy API server of a large cluster. */
const size = isLong
  ? { rotations: 50, linesPerRotation: 12_000, linesPerSecond: 20_000, lives: [100, 1000] }
  : { rotations: 6, linesPerRotation: 2500, linesPerSecond: 5000, lives: [900, 1300] };

let directory: string;
let agent: AgentProcess | undefined;
let latestLog = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-rotates-'));
  // Said when the folder is removed already.
  onTestFailed(() => void process.stderr.write(latestLog));
});
afterEach(async () => {
  await agent?.kill();
  latestLog = agent?.log() ?? '';
  rmSync(directory, { recursive: true });
});

/** Why the agent said that something was gone before it was read. */
const lossesIn = (log: string): string[] =>
  [...log.matchAll(/"reason":"([\w-]+)".*was gone before it was read/g)].map(([, reason = '']) => reason);

async function run(plan: WriterPlan): Promise<Written> {
  const writer = path.join(import.meta.dirname, 'support', 'log-writer.ts');
  const child = spawn(process.execPath, [writer, JSON.stringify(plan)], { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout)) as Written;
}

/** How often each event is stored, by its id. */
async function stored(): Promise<ReadonlyMap<string, number>> {
  const range = { query: '*', from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z', format: 'ndjson' };
  const counts = new Map<string, number>();
  for await (const line of crash.server.lines('POST', '/api/v1/export', JSON.stringify(range))) {
    const { auditID } = JSON.parse(line) as { auditID: string };
    counts.set(auditID, (counts.get(auditID) ?? 0) + 1);
  }
  return counts;
}

/** Whether an id is one of those that the writer gave. */
function isWritten(id: string, lines: number): boolean {
  const number = Number(id.slice(-12));
  return id === idOf(number) && number < lines;
}

test.each<Rotation>(['rename', 'gzip', 'copy'])(
  'a log that is rotated by %s is stored line by line, once',
  async (rotation) => {
    await crash.server.start();
    const { text: added } = await crash.server.call('POST', '/api/v1/clusters', '{"name":"prod"}');
    const { ingestToken: token } = JSON.parse(added) as { ingestToken: string };
    const file = path.join(directory, 'audit.log');
    agent = new AgentProcess({ directory, server: crash.server.url, cluster: 'prod', token, path: file });
    agent.start();

    const { rotations, linesPerRotation, linesPerSecond, lives } = size;
    const [shortest = 0, longest = 0] = lives;
    const over = new AbortController();
    const writing = run({
      file,
      rotation,
      rotations,
      linesPerRotation,
      linesPerSecond,
      seed: crash.random.below(1e9),
    }).finally(() => over.abort());
    const deaths = { agent: 0, server: 0 };
    const life = (): number => shortest + crash.random.below(longest - shortest);
    for (await sleep(life()); !over.signal.aborted; await sleep(life())) {
      if (deaths.agent <= deaths.server) {
        await agent.kill();
        deaths.agent += 1;
        agent.start();
      } else {
        crash.server.kill('server');
        await crash.server.waitForDeath();
        deaths.server += 1;
        await crash.server.start();
      }
    }
    const { lines, unsure, seconds } = await writing;
    await agent.stop();
    const status = await agent.finish();
    // Of lines that stood in the live file between copy and truncation alone it may have seen that they were there.
    const isAllowed = (reason: string): boolean => rotation === 'copy' && reason === 'truncated';
    const losses = lossesIn(agent.log());
    expect(losses.filter((reason) => !isAllowed(reason))).toEqual([]);
    expect(losses.length > 0 ? [0, 1] : [0]).toContain(status);
    await crash.server.drained();

    const counts = await stored();
    const isUnsure = new Set(unsure);
    const missing = Array.from({ length: lines }, (_, number) => number).filter(
      (number) => !counts.has(idOf(number)) && !isUnsure.has(number),
    );
    expect({ missing, doubled: [...counts].filter(([, count]) => count > 1) }).toEqual({ missing: [], doubled: [] });
    // No line was torn, nor anything else sent.
    const letters = await crash.server.call('GET', '/api/v1/dead-letters?limit=10');
    expect(JSON.parse(letters.text)).toMatchObject({ items: [] });
    expect([...counts.keys()].filter((id) => !isWritten(id, lines))).toEqual([]);
    expect(deaths.agent).toBeGreaterThan(0);
    expect(deaths.server).toBeGreaterThan(0);
    process.stdout.write(
      `${rotation}: ${lines} lines in ${seconds.toFixed(1)} s, ${rotations} rotations, agent killed ${deaths.agent} times, server ${deaths.server} times; ${unsure.length - unsure.filter((number) => counts.has(idOf(number))).length} of ${unsure.length} lines between copy and truncation are lost\n`,
    );
  },
);
