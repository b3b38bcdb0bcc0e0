import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Stage } from '../checks.ts';

/** What people and programs do in a day, within two minutes. What a script of it does may fail: that is a part of the day. */
export async function workForADay({ bin, run }: Stage): Promise<void> {
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, KUBE_RUN: run, LOOPS: '4' };
  for (const script of ['work.sh', 'newer.sh']) {
    const file = path.join(import.meta.dirname, script);
    const child = spawn('bash', [file, 'a'], { env, cwd: run, stdio: 'ignore' });
    await new Promise((resolve) => child.on('close', resolve));
  }
}
