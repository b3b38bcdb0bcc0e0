/** Throws when something that the code relies on does not hold: always a bug of ours, never of the input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`BUG: ${message}`);
}

/** Marks a branch that the types rule out; a new member of a union then fails to compile here. */
export function unreachable(value: never): never {
  throw new Error(`BUG: unexpected value ${JSON.stringify(value)}`);
}
