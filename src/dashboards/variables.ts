import type { Dashboard } from './form.ts';

/** The values that a dashboard's variables have: those given, else their defaults. What is no variable of it is left out. */
export function variableValues(
  { variables }: Pick<Dashboard, 'variables'>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    variables.map(({ name, default: fallback }) => [name, Object.hasOwn(given, name) ? (given[name] ?? '') : fallback]),
  );
}
