import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { type Rejects, rejectsOf } from '../../shipping/index.ts';
import type { Body } from './server-client.ts';

const unpack = promisify(zstdDecompress);

/** What the server rejected of a body as it was sent; nothing is known of one that is given in parts. */
export async function rejectsIn(body: Body, rejected: number): Promise<readonly Rejects[]> {
  if (!(body instanceof Uint8Array)) return [];
  return rejectsOf({ bytes: await unpack(body), places: [] }, rejected);
}
