import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOneReceipt, type Piece, takeInPieces } from './pieces.ts';

const receipts = fc.array(
  fc.record({ at: fc.integer({ min: 1, max: 5_000_000 }), events: fc.integer({ min: 1, max: 40 }) }),
  { maxLength: 30 },
);

test('every receipt is in one piece, in order, none that can be halved is too large, and few are asked for in vain', async () => {
  await fc.assert(
    fc.asyncProperty(receipts, fc.integer({ min: 1, max: 50 }), async (all, room) => {
      const taken: Piece[] = [];
      let tries = 0;
      const isDone = await takeInPieces({ after: 0, through: 5_000_000 }, async (piece) => {
        tries += 1;
        const events = all
          .filter(({ at }) => at > piece.after && at <= piece.through)
          .reduce((sum, one) => sum + one.events, 0);
        if (events > room && !isOneReceipt(piece)) return 'too-much';
        taken.push(piece);
        return 'taken';
      });
      expect(isDone).toBe(true);
      expect(taken.map(({ after }) => after)).toEqual([0, ...taken.slice(0, -1).map(({ through }) => through)]);
      expect(taken.at(-1)?.through).toBe(5_000_000);
      // Down to a microsecond and up again, for each receipt at most.
      expect(tries).toBeLessThanOrEqual(3 * 23 * (all.length + 1));
    }),
  );
});

test('what is stopped takes nothing after that', async () => {
  const asked: Piece[] = [];
  const isDone = await takeInPieces({ after: 0, through: 100 }, async (piece) => {
    asked.push(piece);
    if (asked.length === 1) return 'too-much';
    return asked.length === 3 ? 'stopped' : 'taken';
  });
  expect([isDone, asked]).toEqual([
    false,
    [
      { after: 0, through: 100 },
      { after: 0, through: 50 },
      { after: 50, through: 100 },
    ],
  ]);
});
