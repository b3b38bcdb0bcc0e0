import { once } from 'node:events';

/** Writes to standard output and resolves when there is room for more, so that a slow reader holds the writer back. */
export async function writeText(text: string): Promise<void> {
  if (text === '') return;
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
