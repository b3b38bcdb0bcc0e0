import { insertItems, removeItems, replaceScalar, type Path } from '../edit/sequence.ts';
import { auditFlagsOf, type GivenFlag, type WordPlace } from '../flags/flag-list.ts';
import { settingName } from '../flags/catalogue.ts';
import type { Manifest } from './manifest.ts';

/**
 * Gives flags values: in all of their places where they are given already (a flag may be there twice, and a setting has two names), else
 * behind the last audit flag, else at the end.
 */
export function setFlags(manifest: Manifest, values: readonly (readonly [name: string, value: string])[]): string {
  let { text } = manifest;
  const added: string[] = [];
  for (const [name, value] of values) {
    const given = manifest.flags.flags.filter((flag) => settingName(flag.name) === settingName(name));
    for (const flag of given) text = changeFlag(text, manifest, flag, value);
    if (given.length === 0) added.push(`--${name}=${value}`);
  }
  const lastAudit = auditFlagsOf(manifest.flags).at(-1);
  const behind = lastAudit?.valuePlace ?? lastAudit?.place ?? manifest.flags.last;
  return insertItems(text, listPath(manifest, behind.list), added, behind.index);
}

function changeFlag(text: string, manifest: Manifest, flag: GivenFlag, value: string): string {
  if (flag.value === value) return text;
  const place = flag.valuePlace ?? flag.place;
  const path = [...listPath(manifest, place.list), place.index];
  return replaceScalar(text, path, flag.valuePlace ? value : `--${flag.name}=${value}`);
}

/** Takes flags out, with their values. */
export function removeFlags(manifest: Manifest, flags: readonly GivenFlag[]): string {
  const places = flags.flatMap((flag) => [flag.place, ...(flag.valuePlace ? [flag.valuePlace] : [])]);
  let { text } = manifest;
  for (const list of ['command', 'args'] as const) {
    const indexes = places.filter((place) => place.list === list).map((place) => place.index);
    if (indexes.length > 0) text = removeItems(text, listPath(manifest, list), indexes);
  }
  return text;
}

function listPath(manifest: Manifest, list: WordPlace['list']): Path {
  return ['spec', 'containers', manifest.container, list];
}
