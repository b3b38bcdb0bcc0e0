import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip, inflate, zstdDecompress } from 'node:zlib';
import type { ForwardedEvent } from '../destination-type.ts';
import type { RecordedCall } from './recorder.ts';

/** A call that would be made. */
export interface DryCall {
  /** Of its events how many it has. */
  readonly events: number;
  /** `POST`; undefined where the protocol is not HTTP. */
  readonly method: string | undefined;
  /** Of an address that is secret its host alone. */
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly compression: 'gzip' | 'zstd' | 'deflate' | undefined;
  /** Of the body, as it would be sent. */
  readonly bytes: number;
  /** The body before compression; of one that is no text, as of SLS, its events in their shape. */
  readonly text: string;
  /** Of a larger body the beginning is shown. */
  readonly isCut: boolean;
}

/** What is shown of a body. */
const shownBytes = 256 << 10;
/** What is taken apart of a body: of a few events. */
const mostBytes = 64 << 20;

const inflaters = { gzip: promisify(gunzip), zstd: promisify(zstdDecompress), deflate: promisify(inflate) } as const;

/** A recorded call as it is shown; of one that was not recorded the events in their shape. */
export async function dryCallOf(call: RecordedCall | undefined, events: readonly ForwardedEvent[]): Promise<DryCall> {
  const lines = Buffer.concat(events.flatMap((event) => [event.body, Buffer.from('\n')]));
  const body = call?.body ?? lines;
  const compression = compressionOf(body);
  const unpacked = compression ? await inflaters[compression](body, { maxOutputLength: mostBytes }) : body;
  const plain = isText(unpacked) ? unpacked : lines;
  const isCut = plain.length > shownBytes;
  return {
    events: events.length,
    method: call?.request?.method,
    url: call?.request?.url,
    headers: Object.fromEntries(Object.entries(call?.request?.headers ?? {}).map(withoutCredential)),
    compression,
    bytes: body.length,
    // Of a character that is cut in two nothing is left.
    text: new TextDecoder().decode(plain.subarray(0, shownBytes), { stream: true }),
    isCut,
  };
}

/** Made of secrets that are not used here, it says nothing. */
function withoutCredential([name, value]: readonly [string, string]): readonly [string, string] {
  return [name.toLowerCase(), /^authorization$/i.test(name) ? '…' : value];
}

/** Whether bytes are text that somebody can read. */
function isText(bytes: Uint8Array): boolean {
  return isUtf8(bytes) && !bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
}

/** What a body begins with that is compressed; JSON begins with neither. */
function compressionOf(body: Uint8Array): DryCall['compression'] {
  const head = Buffer.from(body.subarray(0, 4)).toString('hex');
  if (head.startsWith('1f8b')) return 'gzip';
  if (/^78(01|5e|9c|da)/.test(head)) return 'deflate';
  return head === '28b52ffd' ? 'zstd' : undefined;
}
