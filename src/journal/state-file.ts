import path from 'node:path';
import { crc32 } from 'node:zlib';
import { readFileIfPresent, writeFileAtomically, type FileLayer } from '../platform/index.ts';
import type { Position } from './types.ts';

/** The journal's small durable state: one file, so that the checkpoint and the end of the plan are one write. */
export interface JournalState {
  readonly id: string;
  readonly checkpoint: Position;
  /** Events before the checkpoint, ever. */
  readonly events: number;
  /** When the record was received that was appended last, in microseconds; 0 before the first. */
  readonly lastReceipt: number;
  readonly plan: Uint8Array | undefined;
}

// A line of JSON, so that a person can read it, and the CRC-32 of that line.
function encode(state: JournalState): Buffer {
  const plan = state.plan === undefined ? null : Buffer.from(state.plan).toString('base64');
  const { id, checkpoint, events, lastReceipt } = state;
  const line = JSON.stringify({ version: 1, id, checkpoint, events, lastReceipt, plan });
  return Buffer.from(`${line}\n${crc32(line).toString(16)}\n`);
}

function decode(contents: Buffer): JournalState | undefined {
  const [line = '', checksum = ''] = contents.toString('utf8').split('\n');
  if (line === '' || crc32(line).toString(16) !== checksum) return undefined;
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null) return undefined;
  const { version, id, checkpoint, events, lastReceipt, plan }: Record<string, unknown> = { ...value };
  if (version !== 1 || typeof id !== 'string' || typeof checkpoint !== 'number' || typeof events !== 'number')
    return undefined;
  return {
    id,
    checkpoint,
    events,
    // Journals of the first release have none.
    lastReceipt: typeof lastReceipt === 'number' ? lastReceipt : 0,
    plan: typeof plan === 'string' ? Buffer.from(plan, 'base64') : undefined,
  };
}

/** The path of the state file in a journal's directory. */
export function statePath(directory: string): string {
  return path.join(directory, 'checkpoint.json');
}

/** Reads the state; undefined where there is none, `damaged` where its checksum differs. */
export async function readState(files: FileLayer, directory: string): Promise<JournalState | 'damaged' | undefined> {
  const contents = await readFileIfPresent(files, statePath(directory));
  if (contents === undefined) return undefined;
  return decode(contents) ?? 'damaged';
}

/** Resolves when the state is on disk. */
export async function writeState(files: FileLayer, directory: string, state: JournalState): Promise<void> {
  await writeFileAtomically(files, statePath(directory), encode(state));
}
