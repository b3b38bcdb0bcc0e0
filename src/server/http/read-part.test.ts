import { expect, test } from 'vitest';
import { z } from 'zod';
import { RejectedInput } from './errors.ts';
import { readPart } from './read-part.ts';

const schema = z.object({
  days: z.number().int().min(1).max(3650),
  name: z.string().min(1).max(3),
  users: z.array(z.string()).max(2),
});

function problemsOf(value: unknown): readonly string[] {
  try {
    readPart(schema, value, 'body');
    return [];
  } catch (error) {
    if (error instanceof RejectedInput) return error.diagnostics.map(({ message }) => message);
    throw error;
  }
}

test.each([
  [{ days: 1, name: 'a', users: [] }, []],
  [
    { days: 5000, name: 'long', users: ['a', 'b', 'c'] },
    [
      'body.days: it is more than 3650',
      'body.name: it is longer than 3 characters',
      'body.users: it has more than 2 items',
    ],
  ],
  [{ days: 0, name: '', users: [] }, ['body.days: it is less than 1', 'body.name: it is empty']],
  [{ name: 7, users: [] }, ['body.days: it is missing', 'body.name: expected string, received number']],
])('%j is told what is wrong with it', (value, problems) => {
  expect(problemsOf(value)).toEqual(problems);
});
