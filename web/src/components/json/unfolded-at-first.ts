import { isArray, isObject, type Json } from '../../api/json.ts';
import { sizeOf } from './size-of.ts';

/** Levels below the root that are looked at, what may be in a value of them, and lines of all of them together. */
const [levels, mostWithin, mostLines] = [2, 30, 100] as const;

/**
 * The objects and arrays of a tree that stand open before anybody folds one: those near the root, and of them those that hold little, level by
 * level as long as the tree stays short.
 */
export function unfoldedAtFirst(root: Json): ReadonlySet<Json> {
  const unfolded = new Set<Json>();
  let lines = sizeOf(root);
  let level = childrenOf(root);
  for (let depth = 0; depth < levels; depth++) {
    const opened = level.filter((value) => {
      const size = sizeOf(value);
      if (size === 0 || size > mostWithin || lines + size > mostLines) return false;
      lines += size;
      return true;
    });
    for (const value of opened) unfolded.add(value);
    level = opened.flatMap(childrenOf);
  }
  return unfolded;
}

function childrenOf(value: Json): readonly Json[] {
  if (isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}
