import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { superviseEngine } from './supervisor.ts';

let directory = '';
const { execPath } = process;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-supervisor-'));
});
afterEach(() => {
  process.execPath = execPath;
  rmSync(directory, { recursive: true, force: true });
});

test('a process that cannot be made is tried again, and takes nothing down with it', async () => {
  process.execPath = path.join(directory, 'no-such-program');
  const reasons: string[] = [];
  const supervisor = superviseEngine({
    directory,
    onExit: (reason) => {
      reasons.push(reason);
      process.execPath = execPath;
    },
  });
  expect((await supervisor.address()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(reasons).toEqual([expect.stringContaining('ENOENT')]);
  expect(supervisor.restarts()).toBe(1);
  await supervisor.close();
});

test('a start that hangs is ended, and another one made', async () => {
  const reasons: string[] = [];
  const supervisor = superviseEngine({ directory, startMs: 2000, onExit: (reason) => reasons.push(reason) });
  const hung = supervisor.pid();
  if (hung !== undefined) process.kill(hung, 'SIGSTOP');
  while (reasons.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(reasons[0]).toBe('SIGKILL');
  expect(supervisor.pid()).not.toBe(hung);
  await supervisor.close();
});

test('an engine that hangs does not outlive a process that ends without closing', async () => {
  const script = `
    import { superviseEngine } from ${JSON.stringify(path.join(import.meta.dirname, 'supervisor.ts'))};
    const supervisor = superviseEngine({ directory: ${JSON.stringify(directory)} });
    await supervisor.address();
    process.kill(supervisor.pid(), 'SIGSTOP');
    console.log(supervisor.pid());
    process.exit(0);`;
  const ending = spawn(execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  ending.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(ending, 'close');
  const pid = Number(output);
  expect(pid).toBeGreaterThan(1);
  await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false);
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
