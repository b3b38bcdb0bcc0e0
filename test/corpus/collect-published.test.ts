// Logs that others published or that clusters wrapped: the agent sends just what `import` sends of each.
import { copyFileSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { splitBody } from '../../src/audit/index.ts';
import { createFollower } from '../../src/collect/follow/follower.ts';
import { createReader, openLog, unpack } from '../../src/shipping/index.ts';

const data = path.resolve(import.meta.dirname, '../../../shared/data');
const present = existsSync(data);
const files = present
  ? ['logs', 'field/wrapped', 'recorded'].flatMap((folder) =>
      globSync(`${folder}/**/*.{json,jsonl,log,audit,gz}`, { cwd: data }).toSorted(),
    )
  : [];

/** The events of some bodies, and what is not one. */
function outcome(bodies: readonly Uint8Array[]): { readonly events: readonly string[]; readonly rejected: number } {
  const events: string[] = [];
  let rejected = 0;
  for (const body of bodies)
    for (const { from, to, reason } of splitBody(body).pieces) {
      if (reason) rejected += 1;
      else events.push(Buffer.from(body.subarray(from, to)).toString());
    }
  return { events, rejected };
}

async function imported(file: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  async function* source(): AsyncGenerator<Uint8Array> {
    yield readFileSync(file);
  }
  for await (const { bytes } of openLog(unpack(source()), {}).pieces) pieces.push(bytes);
  return Buffer.concat(pieces);
}

async function collected(file: string): Promise<readonly Uint8Array[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'whodunit-published-'));
  const copy = path.join(directory, path.basename(file));
  copyFileSync(file, copy);
  const follower = createFollower([], {
    now: () => 0,
    makeReader: () => createReader({ maxRecordBytes: 8 << 20 }),
    onLoss: ({ reason }) => expect.fail(reason),
    onNote: () => undefined,
  });
  follower.follow([copy]);
  await follower.scan();
  const bodies: Uint8Array[] = [];
  // An hour from now nobody is writing to it any more.
  const lastAt = Date.now() + 3_600_000;
  for (let portion = await follower.next(lastAt); portion; portion = await follower.next(lastAt)) {
    const { body, generation, stretch } = portion;
    generation.settle(stretch);
    if (!(body instanceof Uint8Array)) expect.unreachable();
    else bodies.push(Buffer.from(body));
  }
  await follower.close();
  rmSync(directory, { recursive: true });
  return bodies;
}

describe.skipIf(!present)('the agent sends what import sends', () => {
  test('of many files', () => expect(files.length).toBeGreaterThan(80));

  test.each(files)('%s', async (name) => {
    const file = path.join(data, name);
    expect(outcome(await collected(file))).toEqual(outcome([await imported(file)]));
  });
});
