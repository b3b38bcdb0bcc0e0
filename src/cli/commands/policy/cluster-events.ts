import type { Command } from 'commander';
import { connect } from '../../api/connect.ts';
import { fetchPages } from '../query/pages.ts';

/** Which events of the store to replay. */
export interface ClusterRange {
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
}

/** More events than any store gives: the range is what ends the search. */
const noLimit = Number.MAX_SAFE_INTEGER;

/** Reads the events of a cluster out of the server's store, each as it was received, a page at a time. */
export async function* clusterEvents(command: Command, range: ClusterRange): AsyncGenerator<Uint8Array> {
  const client = await connect(command);
  const { cluster, from, to } = range;
  const request = { query: '', clusters: [cluster], from, to, order: 'asc' as const, limit: noLimit };
  for await (const page of fetchPages(client, request))
    if (page.kind === 'events') for (const event of page.events) yield withoutStoreMembers(event);
}

const marker = Buffer.from(',"__time__":');

/** The server appends members of its own to the bytes that it received; the last `__time__` is where they begin. */
function withoutStoreMembers(event: Uint8Array): Uint8Array {
  const bytes = Buffer.from(event.buffer, event.byteOffset, event.byteLength);
  const at = bytes.lastIndexOf(marker);
  return at === -1 ? event : Buffer.concat([bytes.subarray(0, at), Buffer.from('}')]);
}
