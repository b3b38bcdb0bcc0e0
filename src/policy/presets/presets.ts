import { embedded } from './embedded.ts';

/** A policy that ships with the product. */
export interface PolicyPreset {
  readonly name: string;
  /** The first line of its comment. */
  readonly title: string;
  /** The file, with comments and provenance. */
  readonly text: string;
}

/** The policies that ship with the product, by name. */
export const policyPresets: readonly PolicyPreset[] = Object.entries(embedded).map(([name, text]) => ({
  name,
  title: (text.split('\n', 1)[0] ?? '').replace(/^# /, ''),
  text,
}));

/** The policy of a name, if there is one. */
export function policyPreset(name: string): PolicyPreset | undefined {
  return policyPresets.find((preset) => preset.name === name);
}
