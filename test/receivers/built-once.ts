// Programs that are made of what package registries have, once for all runs.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isThere } from './program.ts';

const cache = path.resolve(import.meta.dirname, '../../.cache/receivers');

/** Runs a program in a folder, and gives what it writes. Rejects with what it says otherwise where it fails. */
export type Run = (program: string, args: readonly string[], cwd?: string) => Promise<string>;

export interface Building {
  /** With its version. */
  readonly name: string;
  /** What makes it, as it is asked whether it is there. */
  readonly tool: readonly [string, ...string[]];
  /** Makes it at a path, within a folder for that, in which programs run. */
  readonly make: (target: string, work: string, run: Run) => Promise<void>;
}

/** Gives the path of a program, and makes it first where it is not there; undefined, with a message, where what makes it is missing. */
export async function builtOnce({ name, tool, make }: Building): Promise<string | undefined> {
  const target = path.join(cache, name);
  if (existsSync(target)) return target;
  if (!isThere(...tool)) {
    process.stderr.write(`skipped: ${name} is made by ${tool[0]}, which is not here\n`);
    return undefined;
  }
  process.stderr.write(`making ${name}, once; that takes minutes\n`);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, 'work-'));
  try {
    await make(target, work, (program, args, cwd = work) => run(program, args, cwd));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return target;
}

async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (some: string) => (output += some));
  child.stderr.setEncoding('utf8').on('data', (some: string) => (said += some));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${said}${output}`);
  return output;
}
