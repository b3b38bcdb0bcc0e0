import type { Caller, OwnerRef } from '../../access/index.ts';
import type { Diagnostic } from '../../base/index.ts';
import type { AlertRule, CompiledRule } from '../../rules/index.ts';

/** A rule that comes with the product, or that somebody made. */
export interface RegisteredRule {
  readonly name: string;
  /** `built-in` rules may be switched on; one that somebody made in the place of a built-in one is their own. */
  readonly origin: 'built-in' | 'own';
  /** As it was written. */
  readonly source: string;
  /** Absent where it cannot be read any more, as after an update. */
  readonly compiled?: CompiledRule | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly isEnabled: boolean;
  /** For whom it runs; of a rule that was never switched on nobody. */
  readonly owner?: OwnerRef | undefined;
  /** Rises with each change; 0 where nobody changed anything. */
  readonly version: number;
  readonly savedBy?: string | undefined;
  /** Unix milliseconds. */
  readonly savedAt?: number | undefined;
}

/** A rule that is to be evaluated. */
export interface ActiveRule extends Pick<RegisteredRule, 'name' | 'version'> {
  readonly rule: AlertRule;
  readonly compiled: CompiledRule;
  readonly owner: OwnerRef;
}

/** The rule as it is evaluated; undefined where it is not. */
export function activeRule({ name, version, compiled, isEnabled, owner }: RegisteredRule): ActiveRule | undefined {
  return isEnabled && compiled && owner ? { name, version, compiled, owner, rule: compiled.rule } : undefined;
}

/** Whether a rule runs for this very caller: another may have had the name before. */
export function isOwnedBy({ owner }: RegisteredRule, { kind, name, since }: Caller): boolean {
  return owner?.kind === kind && owner.name === name && owner.since === since;
}
