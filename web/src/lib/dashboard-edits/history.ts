/** Steps that can be undone at most. */
const mostSteps = 200;

/** What is edited, as it is and as it was. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the last step changed: a further one of the same, such as the next letter of a title, is part of it. */
  readonly kind: string | undefined;
}

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], kind: undefined };
}

/** Makes a step. Steps of the same `kind` in a row are undone together; without a kind each is one of its own. */
export function step<T>(history: History<T>, present: T, kind?: string): History<T> {
  if (present === history.present) return history;
  const isSame = kind !== undefined && kind === history.kind;
  const past = isSame ? history.past : [...history.past, history.present].slice(-mostSteps);
  return { past, present, future: [], kind };
}

export function undo<T>({ past, present, future, kind }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, present, future, kind };
  return { past: past.slice(0, -1), present: before, future: [present, ...future], kind: undefined };
}

export function redo<T>({ past, present, future, kind }: History<T>): History<T> {
  const [next, ...later] = future;
  if (next === undefined) return { past, present, future, kind };
  return { past: [...past, present], present: next, future: later, kind: undefined };
}
