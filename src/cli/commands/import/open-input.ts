import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { DamagedInput, unpack } from '../../../shipping/index.ts';
import { CliError, unreachable } from '../../cli-error.ts';

/** Something to import. */
export interface Input {
  /** The file's name, for messages. */
  readonly name: string;
  /** Bytes as stored; undefined where that is not known. */
  readonly size: number | undefined;
  /** Opens it and gives its contents, unpacked and in UTF-8; `onRead` is told of the bytes as stored. Throws `DamagedInput` after what could be unpacked. */
  read(onRead: (bytes: number) => void): AsyncIterable<Uint8Array>;
}

/** Looks whether a file can be read; `-` is standard input. Throws CliError (exit 3) where it cannot. */
export async function openInput(file: string): Promise<Input> {
  if (file === '-')
    return { name: 'standard input', size: undefined, read: (onRead) => contents(process.stdin, '-', onRead) };
  try {
    await access(file, constants.R_OK);
    const stats = await stat(file);
    if (stats.isDirectory()) throw unreachable(`cannot read "${file}"`, 'it is a directory');
    const size = stats.isFile() ? stats.size : undefined;
    return { name: file, size, read: (onRead) => contents(createReadStream(file), file, onRead) };
  } catch (error) {
    throw error instanceof CliError ? error : unreachable(`cannot read "${file}"`, error);
  }
}

/** Gives the contents of what is stored; what cannot be read of it ends the command, what cannot be unpacked is the caller's to say. */
async function* contents(
  stored: AsyncIterable<Uint8Array>,
  name: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* unpack(counted(stored, onRead));
  } catch (error) {
    throw error instanceof DamagedInput ? error : unreachable(`cannot read "${name}"`, error);
  }
}

async function* counted(
  stored: AsyncIterable<Uint8Array>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of stored) {
    onRead(chunk.length);
    yield chunk;
  }
}
