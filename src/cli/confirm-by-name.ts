import { createInterface } from 'node:readline/promises';
import { printableLine } from './terminal-text.ts';

/** Where somebody is asked and answers. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/** Whether somebody at a terminal types the name of what is to be gone for good. Nobody is there: no. */
export async function isConfirmedByName(
  question: string,
  name: string,
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  if (terminal.input.isTTY !== true) return false;
  const lines = createInterface({ ...terminal, terminal: false });
  // Who ends the input instead of answering does not confirm.
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    return (await Promise.race([lines.question(printableLine(question)), ended])).trim() === name;
  } finally {
    lines.close();
  }
}
