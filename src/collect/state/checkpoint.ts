import { z } from 'zod';

const Mark = z.object({ length: z.int().min(0), hash: z.string() });

const Row = z.object({
  path: z.string(),
  id: z.string(),
  head: Mark,
  offset: z.int().min(0),
  anchor: Mark,
  anchorEnd: z.int().min(0),
  size: z.int().min(0),
  isDone: z.boolean(),
});

/** The form of the file. A newer one is not read by this version. */
const version = 1;

const Checkpoint = z.object({
  /** Names the agent, for as long as its state folder lives. */
  agent: z.uuid(),
  /** The machine on which it was written; empty where that has no id. */
  machine: z.string(),
  /** The folder in which it was written. */
  folder: z.string(),
  /** What every generation has come to. */
  generations: z.array(Row),
  /** What was counted since the agent's state begins. */
  totals: z.object({ lines: z.int(), bytes: z.int(), rejected: z.int(), lostBytes: z.int(), losses: z.int() }),
});

/** How far an agent has come: what is before it is with the server. */
export type Checkpoint = Readonly<z.output<typeof Checkpoint>>;

/** The contents of the file. */
export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  return Buffer.from(`${JSON.stringify({ version, ...checkpoint })}\n`);
}

/** Reads the contents of the file; `newer` where a later version wrote it, `damaged` where they are none. */
export function readCheckpoint(contents: Uint8Array): Checkpoint | 'newer' | 'damaged' {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(contents).toString());
  } catch {
    return 'damaged';
  }
  const head = z.object({ version: z.int().min(version) }).safeParse(value);
  if (!head.success) return 'damaged';
  if (head.data.version > version) return 'newer';
  const parsed = Checkpoint.safeParse(value);
  return parsed.success ? parsed.data : 'damaged';
}
