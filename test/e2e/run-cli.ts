import { spawn, type SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'dist', 'cli.js');

/** The CLI as it ships, as old as the last build; before the first one, the same from its sources. */
export const cli = existsSync(bundle) ? bundle : path.join(root, 'src', 'cli', 'main.ts');

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the CLI to its end. */
export function runCli(
  args: readonly string[],
  options: SpawnOptions & { input?: string | Buffer } = {},
): Promise<Ended> {
  return run(process.execPath, [cli, ...args], options);
}

/** Runs a program to its end. */
export function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions & { input?: string | Buffer } = {},
): Promise<Ended> {
  const { input, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...rest, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
    child.stdin?.on('error', () => undefined).end(input ?? '');
  });
}
