import { editMembers, foldKey } from '../audit/index.ts';
import { itemsOf } from '../base/index.ts';

/** What becomes of a field: another value, or undefined where it is cut out. */
type Change = (value: Uint8Array) => Uint8Array | undefined;

/**
 * Cuts fields out of an object. A path is names joined by dots, folded; a name may have dots itself, and a path goes on in each item of a
 * list. What was cut is added to `done`, as the path has it.
 */
export function cutFields(object: Uint8Array, paths: readonly string[], done: Set<string>): Uint8Array {
  return inFields(object, paths, () => undefined, done);
}

/** Changes the fields of an object. Those that were another after that are added to `done`. */
export function inFields(object: Uint8Array, paths: readonly string[], change: Change, done: Set<string>): Uint8Array {
  return inObject(
    object,
    paths.map((whole) => ({ whole, rest: whole })),
    change,
    done,
  );
}

interface Path {
  readonly whole: string;
  /** What of it is left below here. */
  readonly rest: string;
}

function inObject(object: Uint8Array, paths: readonly Path[], change: Change, done: Set<string>): Uint8Array {
  return editMembers(object, (key, value) => {
    const name = foldKey(key);
    const here = paths.find(({ rest }) => rest === name);
    if (here) {
      const changed = change(value);
      if (changed !== value) done.add(here.whole);
      return changed;
    }
    const below = paths
      .filter(({ rest }) => rest.startsWith(`${name}.`))
      .map(({ whole, rest }) => ({ whole, rest: rest.slice(name.length + 1) }));
    return below.length === 0 ? value : inValue(value, below, change, done);
  }).json;
}

function inValue(value: Uint8Array, paths: readonly Path[], change: Change, done: Set<string>): Uint8Array {
  if (value[0] === 0x7b) return inObject(value, paths, change, done);
  if (value[0] !== 0x5b) return value;
  const items = itemsOf(value);
  const changed = items.map((item) => (item[0] === 0x7b ? inObject(item, paths, change, done) : item));
  if (changed.every((item, index) => item === items[index])) return value;
  const pieces = changed.flatMap((item, index) => (index === 0 ? [item] : [Buffer.from(','), item]));
  return Buffer.concat([Buffer.from('['), ...pieces, Buffer.from(']')]);
}
