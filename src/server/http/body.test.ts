import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../base/index.ts';
import { type BodyBudget, createBodyBudget, type HeldBody } from './body.ts';

const mebibyte = 1 << 20;
const limits = { body: 4 * mebibyte, inFlight: 10 * mebibyte };

let server: Server;
let budget: BodyBudget;
let bodies: HeldBody[];
/** The most that was held at once, as seen whenever a chunk could have been taken. */
let mostHeld: number;

beforeEach(async () => {
  budget = createBodyBudget(limits);
  bodies = [];
  mostHeld = 0;
  server = createServer((incoming, outgoing) => {
    incoming.on('data', () => (mostHeld = Math.max(mostHeld, budget.held())));
    budget.read(incoming).then(
      (body) => {
        bodies.push(body);
        mostHeld = Math.max(mostHeld, budget.held());
        outgoing.end(String(body.bytes.length));
      },
      (error: unknown) => outgoing.end(error instanceof AppError ? error.code : String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => server.close());

/** Sends a body and gives the answer, or `cut` where it was cut off. */
function send(body: Uint8Array, encoding?: string, cutAfter?: number): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const headers = { 'content-length': body.length, ...(encoding ? { 'content-encoding': encoding } : {}) };
  return new Promise((resolve) => {
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST', headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve(text));
    });
    outgoing.on('error', () => resolve('cut'));
    if (cutAfter === undefined) outgoing.end(body);
    else outgoing.write(body.subarray(0, cutAfter), () => outgoing.destroy());
  });
}

const packers = { gzip: gzipSync, zstd: zstdCompressSync };

test.each(['gzip', 'zstd'] as const)('%s is decoded', async (encoding) => {
  const body = Buffer.from('{"auditID":"a"}\n'.repeat(50_000));
  expect(await send(packers[encoding](body), encoding)).toBe(String(body.length));
  expect(bodies[0]?.bytes.equals(body)).toBe(true);
  expect(budget.held()).toBe(body.length);
  bodies[0]?.release();
  bodies[0]?.release();
  expect(budget.held()).toBe(0);
});

test.each(['gzip', 'zstd'] as const)(
  'many small bodies of %s take no more than the budget together',
  async (encoding) => {
    const packed = packers[encoding](Buffer.alloc(3 * mebibyte));
    expect(packed.length).toBeLessThan(8192);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(packed, encoding)));
    expect(new Set(answers)).toEqual(new Set([String(3 * mebibyte), 'journal-full']));
    expect(bodies.length).toBeGreaterThan(0);
    expect(mostHeld).toBeLessThanOrEqual(limits.inFlight);
    for (const body of bodies) body.release();
    expect(budget.held()).toBe(0);
    // There is room again at once.
    expect(await send(packed, encoding)).toBe(String(3 * mebibyte));
  },
);

test('what is too large, broken, cut or of an unknown encoding holds nothing', async () => {
  expect(await send(gzipSync(Buffer.alloc(5 * mebibyte)), 'gzip')).toBe('too-large');
  expect(await send(Buffer.alloc(5 * mebibyte))).toBe('too-large');
  expect(await send(gzipSync('some text that is long enough').subarray(0, 20), 'gzip')).toBe('bad-request');
  expect(await send(Buffer.from('no zstd'), 'zstd')).toBe('bad-request');
  expect(await send(Buffer.from('x'), 'br')).toBe('bad-request');
  expect(await send(Buffer.alloc(2 * mebibyte), undefined, 1000)).toBe('cut');
  for (let turn = 0; turn < 200 && budget.held() > 0; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(budget.held()).toBe(0);
});
