import path from 'node:path';
import { errorCodeOf, type FileLayer, type OpenFile } from '../platform/index.ts';
import type { Segment } from './segment.ts';
import type { Corruption, Position } from './types.ts';

const step = 2 ** 20;

/** Keeps the bytes that cannot be read and tells about them, each stretch once. */
export interface Quarantine {
  /** Copies a stretch of a segment, as far as the segment has it, before anything may remove it. */
  report(
    segment: Segment,
    damage: { readonly from: Position; readonly to: Position; readonly reason: string },
  ): Promise<void>;
  count(): number;
}

export function createQuarantine(
  files: FileLayer,
  directory: string,
  onCorrupt: (corruption: Corruption) => void,
): Quarantine {
  const folder = path.join(directory, 'quarantine');
  const reported = new Set<string>();
  return {
    count: () => reported.size,
    report: async (segment, { from, to, reason }) => {
      const name = `${from}-${to}.bin`;
      if (reported.has(name)) return;
      const file = path.join(folder, name);
      const isCopied = await copy(files, segment, { from, to }, file);
      reported.add(name);
      onCorrupt({ from, to, reason, quarantine: isCopied ? file : undefined });
    },
  };
}

/** Gives false when the segment has no byte of it. A copy of an earlier run is written again: it is the same. */
async function copy(
  files: FileLayer,
  segment: Segment,
  { from, to }: { readonly from: Position; readonly to: Position },
  file: string,
): Promise<boolean> {
  const source = await openIfPresent(files, segment);
  if (source === undefined) return false;
  try {
    const available = Math.min(to - segment.base, await source.size()) - (from - segment.base);
    if (available <= 0) return false;
    await files.makeDirectory(path.dirname(file));
    await files.syncDirectory(path.dirname(path.dirname(file)));
    const target = await files.open(file, 'create');
    try {
      for (let done = 0; done < available; done += step) {
        const buffer = Buffer.alloc(Math.min(step, available - done));
        await source.read(buffer, from - segment.base + done);
        await target.write([buffer], done);
      }
      await target.datasync();
    } finally {
      await target.close();
    }
    await files.syncDirectory(path.dirname(file));
    return true;
  } finally {
    await source.close();
  }
}

/** Opens a segment's file, or gives undefined where somebody has removed it. */
export async function openIfPresent(files: FileLayer, segment: Segment): Promise<OpenFile | undefined> {
  try {
    return await files.open(segment.path, 'read');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
