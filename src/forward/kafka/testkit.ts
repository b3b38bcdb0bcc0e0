// A broker that speaks as much of Kafka's protocol as a producer needs, and keeps what is sent as a broker does.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { crc32c } from './crc32c.ts';

export interface StoredRecord {
  readonly partition: number;
  readonly timestamp: number;
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** What happens to a batch: an error; no answer; or the connection breaks before or after it is stored. */
export type Mishap = number | 'hang' | 'break-before' | 'break-after';

export interface FakeBrokerOptions {
  readonly partitions?: number;
  /** Bytes of a batch at most. */
  readonly mostBytes?: number;
  readonly tls?: TlsOptions;
  readonly user?: { readonly name: string; readonly password: string };
  /** What the next batch meets, and so on; then all goes well. */
  readonly mishaps?: Mishap[];
  /** Who leads; left out: this broker. */
  readonly leader?: { readonly host: string; readonly port: number };
}

export interface FakeBroker extends AsyncDisposable {
  /** As a destination names it. */
  readonly url: string;
  readonly port: number;
  readonly records: readonly StoredRecord[];
  /** Batches that were sent, also those that were not stored. */
  readonly batches: readonly Buffer[];
}

/** Starts a broker with a topic `audit`. */
export async function startFakeBroker(options: FakeBrokerOptions = {}): Promise<FakeBroker> {
  const { partitions = 3, mostBytes = 1 << 20, tls, mishaps = [] } = options;
  const records: StoredRecord[] = [];
  const batches: Buffer[] = [];
  const stored = new Set<string>();
  const sockets = new Set<Socket>();
  let producers = 100;
  const server = tls ? createTlsServer(tls, serve) : createServer(serve);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const leader = options.leader ?? { host: '127.0.0.1', port };

  function serve(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    const session = { isSignedIn: options.user === undefined, talk: undefined as Talk | undefined };
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
        const end = 4 + received.readInt32BE(0);
        answer(received.subarray(4, end));
        received = received.subarray(end);
      }
    });

    function answer(request: Buffer): void {
      const [api, version, id] = [request.readInt16BE(0), request.readInt16BE(2), request.subarray(4, 8)];
      const body = request.subarray(10 + request.readInt16BE(8));
      const reply = answerTo(api, version, body);
      if (reply === 'hang') return;
      if (reply === 'break') return void socket.destroy();
      const content = Buffer.concat([id, reply]);
      socket.write(Buffer.concat([be32(content.length), content]));
    }

    function answerTo(api: number, version: number, body: Buffer): Buffer | 'hang' | 'break' {
      if (api === 17 && version === 1) return handshake(body.toString('utf8', 2));
      if (api === 36 && version === 0) return authenticate(body.subarray(4));
      // A broker closes the connection of whoever has not signed in.
      if (!session.isSignedIn) return 'break';
      if (api === 3 && version === 4) return metadata(body.toString('utf8', 6, 6 + body.readInt16BE(4)));
      if (api === 22 && version === 0)
        return Buffer.concat([be32(0), be16(0), be64(BigInt((producers += 1))), be16(0)]);
      if (api === 0 && version === 7) return produce(body);
      return 'break';
    }

    function handshake(mechanism: string): Buffer {
      const offered = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'];
      session.talk = talkOf(mechanism, options.user ?? { name: '', password: '' });
      return Buffer.concat([be16(session.talk ? 0 : 33), be32(offered.length), ...offered.map(text)]);
    }

    function authenticate(message: Buffer): Buffer {
      const said = session.talk?.(message.toString('utf8'));
      if (said === undefined) return Buffer.concat([be16(58), text('wrong user or password'), be32(0)]);
      session.isSignedIn = said.isLast;
      return Buffer.concat([be16(0), be16(-1), be32(said.message.length), Buffer.from(said.message)]);
    }
  }

  function metadata(topic: string): Buffer {
    const isKnown = topic === 'audit';
    const one = (index: number): Buffer =>
      Buffer.concat([be16(0), be32(index), be32(7), be32(1), be32(7), be32(1), be32(7)]);
    const all = isKnown ? Array.from({ length: partitions }, (_, index) => one(index)) : [];
    const brokers = [be32(1), be32(7), text(leader.host), be32(leader.port), be16(-1)];
    const topics = [be32(1), be16(isKnown ? 0 : 3), text(topic), Buffer.of(0), be32(all.length), ...all];
    return Buffer.concat([be32(0), ...brokers, text('cluster'), be32(7), ...topics]);
  }

  function produce(body: Buffer): Buffer | 'hang' | 'break' {
    // No transaction, the replicas, the timeout, one topic with its name, one partition.
    const topicEnd = 14 + body.readInt16BE(12);
    const [acks, partition, length] = [
      body.readInt16BE(2),
      body.readInt32BE(topicEnd + 4),
      body.readInt32BE(topicEnd + 8),
    ];
    const batch = body.subarray(topicEnd + 12);
    if (acks !== -1 || length !== batch.length) return 'break';
    batches.push(batch);
    const mishap = mishaps.shift();
    if (mishap === 'hang') return 'hang';
    if (mishap === 'break-before') return 'break';
    const error = typeof mishap === 'number' ? mishap : store(partition, batch);
    if (mishap === 'break-after') return 'break';
    const result = Buffer.concat([be32(partition), be16(error), be64(0n), be64(-1n), be64(0n)]);
    return Buffer.concat([be32(1), text('audit'), be32(1), result, be32(0)]);
  }

  function store(partition: number, batch: Buffer): number {
    if (batch.length > mostBytes) return 10;
    if (batch[16] !== 2 || batch.readUInt32BE(17) !== crc32c(batch.subarray(21))) return 2;
    // Of the same producer, its epoch and its number: a batch that was stored already.
    const identity = `${partition} ${batch.subarray(43, 57).toString('hex')}`;
    if (!stored.has(identity)) records.push(...recordsOf(batch).map((record) => ({ partition, ...record })));
    stored.add(identity);
    return 0;
  }

  return {
    url: `${tls ? 'tls' : 'tcp'}://127.0.0.1:${port}`,
    port,
    records,
    batches,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function recordsOf(batch: Buffer): readonly Omit<StoredRecord, 'partition'>[] {
  const body = batch.subarray(61);
  const codec = batch.readInt16BE(21) & 7;
  const plain = codec === 1 ? gunzipSync(body) : codec === 4 ? zstdDecompressSync(body) : body;
  const first = Number(batch.readBigInt64BE(27));
  let at = 0;
  function varint(): number {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = plain[at] ?? 0;
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number((value >> 1n) ^ -(value & 1n));
    }
  }
  function field(): Buffer {
    const length = varint();
    at += length;
    return plain.subarray(at - length, at);
  }
  return Array.from({ length: batch.readInt32BE(57) }, () => {
    varint();
    at += 1;
    const timestamp = first + varint();
    varint();
    const [key, value] = [field().toString(), field()];
    const headers = Array.from({ length: varint() }, () => [field().toString(), field().toString()]);
    return { timestamp, key, value, headers: Object.fromEntries(headers) as Record<string, string> };
  });
}

type Talk = (message: string) => { readonly message: string; readonly isLast: boolean } | undefined;

/** The broker's side of a mechanism; it answers nothing to whom it does not let in. */
function talkOf(mechanism: string, user: { readonly name: string; readonly password: string }): Talk | undefined {
  if (mechanism === 'PLAIN')
    return (message) => (message === `\0${user.name}\0${user.password}` ? { message: '', isLast: true } : undefined);
  const hash = { 'SCRAM-SHA-256': 'sha256', 'SCRAM-SHA-512': 'sha512' }[mechanism];
  if (hash === undefined) return undefined;
  const salt = randomBytes(16);
  const mac = (key: Buffer, said: string): Buffer => createHmac(hash, key).update(said).digest();
  const salted = pbkdf2Sync(user.password, salt, 4096, hash === 'sha256' ? 32 : 64, hash);
  const storedKey = createHash(hash).update(mac(salted, 'Client Key')).digest();
  let begun: { readonly bare: string; readonly challenge: string } | undefined;
  return (message) => {
    if (!begun) {
      const [, bare = '', name, nonce = ''] = /^n,,(n=([^,]*),r=([^,]+))$/.exec(message) ?? [];
      if (name !== user.name) return undefined;
      begun = { bare, challenge: `r=${nonce}more,s=${salt.toString('base64')},i=4096` };
      return { message: begun.challenge, isLast: false };
    }
    const [, final = '', proof = ''] = /^(c=biws,r=[^,]+),p=(.+)$/.exec(message) ?? [];
    const signed = `${begun.bare},${begun.challenge},${final}`;
    const signature = mac(storedKey, signed);
    const clientKey = Buffer.from(proof, 'base64').map((byte, index) => byte ^ (signature[index] ?? 0));
    if (!createHash(hash).update(clientKey).digest().equals(storedKey)) return undefined;
    return { message: `v=${mac(mac(salted, 'Server Key'), signed).toString('base64')}`, isLast: true };
  };
}

function be16(value: number): Buffer {
  return Buffer.from([(value >> 8) & 0xff, value & 0xff]);
}

function be32(value: number): Buffer {
  return Buffer.concat([be16(value >>> 16), be16(value)]);
}

function be64(value: bigint): Buffer {
  return Buffer.concat([be32(Number((value >> 32n) & 0xffffffffn)), be32(Number(value & 0xffffffffn))]);
}

function text(value: string): Buffer {
  return Buffer.concat([be16(Buffer.byteLength(value)), Buffer.from(value)]);
}
