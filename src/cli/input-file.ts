import { readFile } from 'node:fs/promises';
import { CliError, unreachable } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';

/** Reads a text file that a user named; `-` is standard input. One that is too large or no UTF-8 is wrong input. */
export async function readTextFile(file: string, maxBytes: number): Promise<string> {
  const bytes = file === '-' ? await readStandardInput(maxBytes) : await readBytes(file);
  if (bytes.length > maxBytes)
    throw new CliError(exitCodes.wrongInput, `cannot read "${file}": it is larger than ${maxBytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CliError(exitCodes.wrongInput, `cannot read "${file}": it is not UTF-8`);
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw unreachable(`cannot read "${file}"`, error);
  }
}

async function readStandardInput(maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maxBytes) break;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
