import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { members } from '../members.ts';
import type { Stage } from '../checks.ts';
import { freePort, type Running, start, stop, until } from '../processes.ts';
import { type Machine, makeMachine } from './machine.ts';
import { openPage } from './page.ts';
import { type Step, stepsOf } from './tutorial.ts';

/** What the tutorial has its reader make; each has to be found. */
const objects = ['nginx', 'very-secure', 'very-crazy-sa', 'accessor'];

/**
 * Follows docs/tutorial/audit-minikube.md word by word: writes its files, runs its commands, types its searches into the page. A query that finds
 * nothing is a step that fails.
 */
export async function walkThroughMinikube(stage: Stage): Promise<void> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const reader = new Reader(stage, makeMachine(stage, url), url);
  try {
    for (const step of stepsOf('audit-minikube.md')) await reader.take(step);
    await reader.lookAtThePage();
  } finally {
    await reader.stop();
  }
}

class Reader {
  readonly #stage: Stage;
  readonly #machine: Machine;
  readonly #url: string;
  readonly #running: Running[] = [];
  readonly #searches: string[] = [];
  readonly #found = new Set<string>();

  constructor(stage: Stage, machine: Machine, url: string) {
    this.#stage = stage;
    this.#machine = machine;
    this.#url = url;
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'file') writeFileSync(path.join(this.#machine.folder, step.name), step.text);
    else if (step.kind === 'search') this.#searches.push(step.query);
    else await this.#command(step.line);
  }

  /** Types what the tutorial types into the page; each object is found there. */
  async lookAtThePage(): Promise<void> {
    const { check } = this.#stage;
    const log = readFileSync(this.#logOf('serve'), 'utf8');
    const [, password = ''] = /with the password (\S+)/.exec(log) ?? [];
    const page = await openPage(this.#url, password);
    try {
      for (const query of this.#searches) {
        const name = objects.find((one) => query.includes(one)) ?? query;
        const row = await page.search(query, name);
        check(row !== undefined, `the page finds ${query}: ${oneLine(row ?? 'nothing')}`);
      }
      const query = await page.chooseThenType('pods', ' and objectRef.name: accessor');
      check(
        /objectRef\.resource(?:: | == )"?pods"? and objectRef\.name: accessor/.test(query),
        `the page narrows to ${query}`,
      );
      check(page.problems.length === 0, `nothing goes wrong in the page ${page.problems.join('; ')}`);
    } finally {
      await page.close();
    }
    for (const name of objects) check(this.#found.has(name), `"${name}" is found by a query`);
  }

  async stop(): Promise<void> {
    for (const running of this.#running.toReversed()) await stop(running, 15_000);
    await this.#machine.stop();
  }

  async #command(line: string): Promise<void> {
    const { check } = this.#stage;
    if (line.startsWith('./whodunit serve')) return this.#serve(line);
    if (line.includes('| ./whodunit collect')) return this.#beside('collect', line);
    if (line.startsWith('./whodunit query')) return this.#query(line);
    const { status, stdout, stderr } = await this.#run(line);
    check(status === 0, `${line}${status === 0 ? '' : `: ${stdout}${stderr}`}`);
    if (line.startsWith('./whodunit policy simulate')) this.#simulated(stdout);
    await this.#machine.obey();
  }

  async #serve(line: string): Promise<void> {
    await this.#beside('serve', `${line} --listen ${new URL(this.#url).host}`);
    await until('the server', 60, async () => (await fetch(`${this.#url}/readyz`)).ok || undefined);
  }

  /** In a terminal of its own, in place of what ran there before. */
  async #beside(name: string, line: string): Promise<void> {
    const index = this.#running.findIndex((running) => running.name === name);
    for (const before of index < 0 ? [] : this.#running.splice(index, 1)) await stop(before, 15_000);
    const { folder: cwd, env } = this.#machine;
    const options = { log: this.#logOf(name), cwd, env, hasTerminal: true };
    this.#running.push(start(name, 'bash', ['-c', line], options));
    this.#stage.check(true, line);
  }

  /** Asks until there is an answer: what has happened is on its way. */
  async #query(line: string): Promise<void> {
    const { check } = this.#stage;
    const found = await until(line, 90, async () => {
      const { status, stdout } = await this.#run(line);
      return status === 0 && stdout.trim() !== '' ? stdout.trimEnd().split('\n') : undefined;
    }).catch((): string[] => []);
    for (const name of objects) if (line.includes(name) && found.length > 0) this.#found.add(name);
    check(found.length > 0, `${line}: ${found.length} rows`);
  }

  /** A policy's dead rules have no events, in a sample where there is something for each of them; and after the repair no rule is dead. */
  #simulated(stdout: string): void {
    const { rules } = members(stdout);
    const events = Array.isArray(rules) ? rules.map((rule) => members(JSON.stringify(rule))['events']) : [];
    const isDead = events.length === 4;
    const expected = events.every((count, index) => (isDead && index > 0 ? count === 0 : Number(count) > 0));
    this.#stage.check(expected, `events by rule: ${events.join(', ')}`);
  }

  #run(line: string): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
    const { folder: cwd, env } = this.#machine;
    return new Promise((resolve) => {
      const child = spawn('bash', ['-c', line], {
        cwd,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.on('close', (status) => resolve({ status, stdout, stderr }));
    });
  }

  #logOf(name: string): string {
    return path.join(this.#stage.run, `${name}.log`);
  }
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 160);
