import path from 'node:path';
import { errorCodeOf, type FileLayer, type OpenFile } from './files.ts';

/**
 * Puts contents in the place of a file so that, whatever happens, either the old or the new whole is there. Resolves when
 * the new one is on disk. Two writers of one path must take turns.
 */
export async function writeFileAtomically(files: FileLayer, file: string, contents: Uint8Array): Promise<void> {
  const temporary = `${file}.tmp`;
  const handle = await files.open(temporary, 'create');
  try {
    await handle.write([contents], 0);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await files.rename(temporary, file);
  await files.syncDirectory(path.dirname(file));
}

/** Reads a whole file, or gives undefined when there is none. */
export async function readFileIfPresent(files: FileLayer, file: string): Promise<Buffer | undefined> {
  const handle = await openIfPresent(files, file);
  if (handle === undefined) return undefined;
  try {
    const contents = Buffer.alloc(await handle.size());
    const length = await handle.read(contents, 0);
    return contents.subarray(0, length);
  } finally {
    await handle.close();
  }
}

async function openIfPresent(files: FileLayer, file: string): Promise<OpenFile | undefined> {
  try {
    return await files.open(file, 'read');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
