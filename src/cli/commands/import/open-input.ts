import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { pipeline, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { errorCodeOf } from '../../../platform/index.ts';
import { CliError, unreachable } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';

/** Something to import. */
export interface Input {
  /** The file's name, for messages. */
  readonly name: string;
  /** Bytes as stored; undefined where that is not known. */
  readonly size: number | undefined;
  /** Opens it and gives its contents, unpacked; `onRead` is told of the bytes as stored. */
  read(onRead: (bytes: number) => void): AsyncIterable<Uint8Array>;
}

/** Looks whether a file can be read; `-` is standard input. Throws CliError (exit 3) where it cannot. */
export async function openInput(file: string): Promise<Input> {
  if (file === '-')
    return { name: 'standard input', size: undefined, read: (onRead) => unpack(process.stdin, '-', onRead) };
  try {
    await access(file, constants.R_OK);
    const stats = await stat(file);
    if (stats.isDirectory()) throw unreachable(`cannot read "${file}"`, 'it is a directory');
    const size = stats.isFile() ? stats.size : undefined;
    return { name: file, size, read: (onRead) => unpack(createReadStream(file), file, onRead) };
  } catch (error) {
    throw error instanceof CliError ? error : unreachable(`cannot read "${file}"`, error);
  }
}

/** Unpacks what begins as gzip or zstd does, whatever its name is. */
async function* unpack(
  stored: AsyncIterable<Uint8Array>,
  name: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const chunks = counted(stored, onRead);
  try {
    const head = await readHead(chunks);
    const whole = chain(head, chunks);
    const unpacker = unpackerOf(head);
    if (!unpacker) {
      yield* whole;
      return;
    }
    // The iteration below throws what goes wrong in any part of the pipeline.
    pipeline(whole, unpacker, () => undefined);
    yield* unpacker;
  } catch (error) {
    if (errorCodeOf(error)?.startsWith('Z') !== true) throw unreachable(`cannot read "${name}"`, error);
    const cause = error instanceof Error ? error.message : String(error);
    throw new CliError(exitCodes.wrongInput, `cannot unpack "${name}": ${cause}`);
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

function unpackerOf(head: Uint8Array): Transform | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return createGunzip();
  const isZstd = head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
  return isZstd ? createZstdDecompress() : undefined;
}

/** The first four bytes or more, unless there are fewer. */
async function readHead(chunks: AsyncGenerator<Uint8Array, void>): Promise<Uint8Array> {
  let head = new Uint8Array();
  while (head.length < 4) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* chain(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}
