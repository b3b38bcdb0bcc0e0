import { insertItem, removeItem, replaceScalar, type Path } from '../edit/sequence.ts';
import { auditFlagsOf, type WordPlace } from '../flags/flag-list.ts';
import type { Manifest } from './manifest.ts';

/** Gives a flag a value: in its place where it is given already, else behind the last audit flag, else at the end. */
export function setFlag(manifest: Manifest, name: string, value: string): string {
  const given = manifest.flags.flags.findLast((flag) => flag.name === name);
  if (!given) return addFlag(manifest, `--${name}=${value}`);
  if (given.value === value) return manifest.text;
  if (given.valuePlace) return replaceScalar(manifest.text, pathOf(manifest, given.valuePlace), value);
  return replaceScalar(manifest.text, pathOf(manifest, given.place), `--${name}=${value}`);
}

function addFlag(manifest: Manifest, word: string): string {
  const lastAudit = auditFlagsOf(manifest.flags).at(-1);
  const behind = lastAudit?.valuePlace ?? lastAudit?.place ?? manifest.flags.last;
  return insertItem(manifest.text, listPath(manifest, behind.list), word, behind.index);
}

/** Takes the last of the given flags with one of these names out, with its value; undefined where there is none. */
export function removeLastFlag(manifest: Manifest, matches: (name: string) => boolean): string | undefined {
  const flag = manifest.flags.flags.findLast((candidate) => matches(candidate.name));
  if (!flag) return undefined;
  const list = listPath(manifest, flag.place.list);
  const withoutValue = flag.valuePlace
    ? removeItem(manifest.text, listPath(manifest, flag.valuePlace.list), flag.valuePlace.index)
    : manifest.text;
  return removeItem(withoutValue, list, flag.place.index);
}

function listPath(manifest: Manifest, list: WordPlace['list']): Path {
  return ['spec', 'containers', manifest.container, list];
}

function pathOf(manifest: Manifest, place: WordPlace): Path {
  return [...listPath(manifest, place.list), place.index];
}
