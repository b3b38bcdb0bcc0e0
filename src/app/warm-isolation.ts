import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Isolation } from '../analysis/index.ts';
import { contentDirectory } from './content.ts';

/** That of the page that opens first. */
const firstDashboard = 'overview.yaml';

/**
 * Has a thread compile what the page that opens first will ask for, while the engine starts. A file that cannot be read is told of where it is
 * needed.
 */
export async function warmIsolation(isolation: Pick<Isolation, 'prepare'>): Promise<void> {
  const yaml = await readFile(path.join(contentDirectory('dashboards'), firstDashboard), 'utf8').catch(() => undefined);
  if (yaml !== undefined) isolation.prepare('dashboard', yaml);
}
