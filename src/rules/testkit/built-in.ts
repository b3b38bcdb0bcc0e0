import { readdirSync, readFileSync } from 'node:fs';
import type { Diagnostic } from '../../base/index.ts';
import type { AlertRule } from '../form.ts';
import { readRuleFile } from '../read/index.ts';

const folder = new URL('../../../content/alerts/', import.meta.url);

export interface BuiltInFile {
  readonly file: string;
  readonly rule: AlertRule;
  readonly diagnostics: readonly Diagnostic[];
}

/** The files of the rules that travel with the product, with what each holds and what is to be said of it. */
export function builtInFiles(): readonly BuiltInFile[] {
  return readdirSync(folder)
    .toSorted()
    .map((file) => {
      const { rules, diagnostics } = readRuleFile(readFileSync(new URL(file, folder), 'utf8'));
      const [only] = rules;
      if (!only || rules.length > 1) throw new Error(`${file}: ${JSON.stringify(diagnostics)}`);
      return { file, rule: only.rule, diagnostics };
    });
}
