import { invariant } from '../../base/index.ts';
import { defaultOf, findFlag, settingName, type Backend, type Release } from '../flags/catalogue.ts';
import { auditFlagsOf, type FlagList } from '../flags/flag-list.ts';
import { parseBoolean, parseDuration, parseInteger, parseNumber } from '../flags/go-value.ts';

/** The values that kube-apiserver works with: what is given, else its release's defaults. */
export interface Settings {
  text(name: string): string;
  integer(name: string): number;
  number(name: string): number;
  boolean(name: string): boolean;
  /** Seconds. */
  duration(name: string): number;
  isGiven(name: string): boolean;
}

/** Reads the settings out of flags, by name without dashes. A value that Go refuses counts as the default. */
export function readSettings(given: ReadonlyMap<string, string>, release: Release): Settings {
  const text = (name: string): string => {
    const flag = findFlag(name);
    invariant(flag, `"${name}" is in the catalogue of flags`);
    return given.get(name) ?? defaultOf(flag, release);
  };
  const standard = (name: string): string => {
    const flag = findFlag(name);
    return flag ? defaultOf(flag, release) : '';
  };
  const read = <T>(name: string, parse: (value: string) => T | undefined): T => {
    const value = parse(text(name)) ?? parse(standard(name));
    invariant(value !== undefined, `the default of "${name}" can be read`);
    return value;
  };
  return {
    text,
    integer: (name) => read(name, parseInteger),
    number: (name) => read(name, parseNumber),
    boolean: (name) => read(name, parseBoolean),
    duration: (name) => read(name, parseDuration),
    isGiven: (name) => given.has(name),
  };
}

/** The audit flags that a command line gives; of one that is given twice kube-apiserver takes the last. */
export function givenFlags(list: FlagList): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const flag of auditFlagsOf(list)) given.set(settingName(flag.name), flag.value);
  return given;
}

/** The backends that the flags switch on. Without a policy kube-apiserver starts them and writes nothing. */
export function configuredBackends(settings: Settings): readonly Backend[] {
  const backends: Backend[] = [];
  if (settings.text('audit-log-path') !== '') backends.push('log');
  if (settings.text('audit-webhook-config-file') !== '') backends.push('webhook');
  return backends;
}
