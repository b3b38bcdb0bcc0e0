import { expect, it } from 'vitest';
import { addLoss } from './loss.ts';

it('several losses are told as one, from the first to the last, certain where one of them is', () => {
  const skipped = { kind: 'skipped', from: 10, to: 20 } as const;
  const disconnected = { kind: 'disconnected', from: 30, to: 40 } as const;
  expect(addLoss(undefined, disconnected)).toEqual(disconnected);
  expect(addLoss(skipped, disconnected)).toEqual({ kind: 'skipped', from: 10, to: 40 });
  expect(addLoss(disconnected, { ...skipped, from: 50, to: 60 })).toEqual({ kind: 'skipped', from: 30, to: 60 });
});
