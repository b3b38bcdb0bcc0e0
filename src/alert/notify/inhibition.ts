import { type AlertFacts, type AlertPolicy, type AlertTest, compileMatchers, valueOf } from '../../rules/index.ts';

/** An alert that fires, and may keep others from being told. */
export interface FiringAlert extends AlertFacts {
  readonly fingerprint: string;
}

/** Finds the alert that fires and keeps another from being told. */
export type Inhibits = <Alert extends FiringAlert>(target: FiringAlert, firing: readonly Alert[]) => Alert | undefined;

interface Inhibition {
  readonly isSource: AlertTest;
  readonly isTarget: AlertTest;
  readonly equal: readonly string[];
}

/** Compiles the inhibitions of a policy. */
export function compileInhibitions(inhibitions: AlertPolicy['inhibitions']): Inhibits {
  const compiled = inhibitions.map(({ source, target, equal }) => ({
    isSource: compileMatchers(source),
    isTarget: compileMatchers(target),
    equal,
  }));
  return (target, firing) => {
    for (const inhibition of compiled) {
      const source = sourceOf(inhibition, target, firing);
      if (source) return source;
    }
    return undefined;
  };
}

/** No alert keeps itself back. One that is a source as well is kept back only by what is a source alone: two of both would silence each other. */
function sourceOf<Alert extends FiringAlert>(
  { isSource, isTarget, equal }: Inhibition,
  target: FiringAlert,
  firing: readonly Alert[],
): Alert | undefined {
  if (!isTarget(target)) return undefined;
  const isBoth = isSource(target);
  return firing.find(
    (source) =>
      source.fingerprint !== target.fingerprint &&
      isSource(source) &&
      !(isBoth && isTarget(source)) &&
      equal.every((name) => valueOf(source, name) === valueOf(target, name)),
  );
}
