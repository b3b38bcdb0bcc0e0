import { Agent, request } from 'node:http';
import { openSync, readSync } from 'node:fs';

/** Any usual body. */
const roomBytes = 1 << 20;

/**
 * The load, in a process of its own: POSTs the bodies of a file (each with four bytes of length before it) over some
 * connections and prints what it saw as JSON. Arguments: file, URL, bearer token, connections.
 */
async function main([file = '', url = '', token = '', connections = '4']: readonly string[]): Promise<void> {
  const descriptor = openSync(file, 'r');
  const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
  const latencies: number[] = [];
  let position = 0;
  let events = 0;
  let refusals = 0;

  /** Reads the next body into a buffer of the connection, or a larger one in its place: the load takes as little as it can from the run. */
  function nextBody(room: Buffer): Buffer | undefined {
    const head = Buffer.alloc(4);
    if (readSync(descriptor, head, 0, 4, position) < 4) return undefined;
    const size = head.readUInt32LE(0);
    const body = (size <= room.length ? room : Buffer.allocUnsafe(size)).subarray(0, size);
    readSync(descriptor, body, 0, size, position + 4);
    position += 4 + size;
    return body;
  }

  function post(body: Buffer): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        {
          method: 'POST',
          agent,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': body.length,
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async function worker(): Promise<void> {
    const room = Buffer.allocUnsafe(roomBytes);
    for (let body = nextBody(room); body; body = nextBody(room)) {
      for (;;) {
        const startedAt = performance.now();
        const { status, text } = await post(body);
        if (status === 200) {
          latencies.push(performance.now() - startedAt);
          const answer: unknown = JSON.parse(text);
          if (typeof answer === 'object' && answer !== null && 'received' in answer) events += Number(answer.received);
          break;
        }
        refusals += 1;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  const startedAt = performance.now();
  await Promise.all(Array.from({ length: Number(connections) }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  process.stdout.write(`${JSON.stringify({ events, seconds, refusals, p50: at(0.5), p99: at(0.99), max: at(1) })}\n`);
  agent.destroy();
}

await main(process.argv.slice(2));
