import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Diagnostic, fail, isAccepted, ok, type Result } from '../../base/index.ts';
import { type AlertRule, compileRule, readRuleFile } from '../../rules/index.ts';
import type { RegisteredRule } from './registered-rule.ts';

/** The rules that come with the product. */
export interface BuiltInRules {
  readonly rules: ReadonlyMap<string, RegisteredRule>;
  /** What cannot be read of them. */
  readonly problems: readonly { readonly file: string; readonly diagnostics: readonly Diagnostic[] }[];
}

/** Reads the rules of a folder. A file that is broken is told of, and the others are read. */
export async function readBuiltInRules(directory: string): Promise<BuiltInRules> {
  const names = await readdir(directory).catch((): string[] => []);
  const rules = new Map<string, RegisteredRule>();
  const problems: { file: string; diagnostics: readonly Diagnostic[] }[] = [];
  for (const file of names.filter((name) => /\.ya?ml$/.test(name)).toSorted()) {
    const read = readRuleFile(await readFile(path.join(directory, file), 'utf8'));
    if (!isAccepted(read.diagnostics)) problems.push({ file, diagnostics: read.diagnostics });
    for (const { rule, source } of read.rules) {
      const kept = { name: rule.name, source, origin: 'built-in', isEnabled: false, version: 0 } as const;
      // What is wrong with the file is told of the file.
      const registered = compiledOf(kept, ok(rule));
      if (!registered.compiled) problems.push({ file, diagnostics: registered.diagnostics });
      rules.set(rule.name, registered);
    }
  }
  return { rules, problems };
}

/** Reads what a rule says. */
export function registeredOf(kept: Kept): RegisteredRule {
  const { rules, diagnostics } = readRuleFile(kept.source);
  const [first] = rules;
  return compiledOf(kept, first && isAccepted(diagnostics) ? ok(first.rule, diagnostics) : fail(...diagnostics));
}

type Kept = Omit<RegisteredRule, 'compiled' | 'diagnostics'>;

function compiledOf(kept: Kept, read: Result<AlertRule>): RegisteredRule {
  if (!read.ok) return { ...kept, diagnostics: read.diagnostics };
  const compiled = compileRule(read.value);
  const diagnostics = [...read.diagnostics, ...compiled.diagnostics];
  return compiled.ok ? { ...kept, compiled: compiled.value, diagnostics } : { ...kept, diagnostics };
}
