import { covers } from '../../access/index.ts';
import type { AlertSilence } from '../../records/index.ts';
import { type AlertTest, compileMatchers, Silence } from '../../rules/index.ts';
import type { Cause } from '../cause.ts';

/** A silence as it is asked. */
export interface CompiledSilence {
  readonly id: string;
  readonly comment: string;
  readonly author: string;
  readonly scope: Cause['scope'];
  /** Whether it keeps back an alert. It never does one that shows more than its author sees. */
  readonly isAbout: (cause: Cause) => boolean;
}

export type SilenceReader = (kept: AlertSilence) => CompiledSilence;

/** Reads silences as they are kept, and remembers what it has compiled. */
export function createSilenceReader(): SilenceReader {
  const compiled = new Map<string, CompiledSilence>();
  return (kept) => {
    const known = compiled.get(kept.id);
    if (known) return known;
    // Those that have ended are not looked for any more.
    if (compiled.size >= 5000) compiled.clear();
    const made = compileSilence(kept);
    compiled.set(kept.id, made);
    return made;
  };
}

function compileSilence({ id, silence, author, scope }: AlertSilence): CompiledSilence {
  const { matchers, comment } = Silence.parse(JSON.parse(silence));
  const test: AlertTest = compileMatchers(matchers);
  const seen = readScope(scope);
  return { id, comment, author, scope: seen, isAbout: (cause) => covers(seen, cause.scope) && test(cause) };
}

/** A scope as it was written here. */
export function readScope(json: string): Cause['scope'] {
  const scope: Cause['scope'] = JSON.parse(json);
  return scope;
}
