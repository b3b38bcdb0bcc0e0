import { spawn, type SpawnOptions } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The CLI as it ships; where the bundle is missing or older than its sources, the same from these. */
export const cli = isFresh() ? path.join(root, 'dist', 'cli.js') : path.join(root, 'src', 'cli', 'main.ts');

function isFresh(): boolean {
  const built = path.join(root, 'dist', '.built');
  if (!existsSync(built)) return false;
  const sources = globSync('src/**/*.ts', { cwd: root }).map((file) => statSync(path.join(root, file)).mtimeMs);
  return statSync(built).mtimeMs >= Math.max(...sources);
}

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
