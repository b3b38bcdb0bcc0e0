import type { Fail } from '../values.ts';

/** Languages that functions know words of. */
export type TemplateLanguage = 'en' | 'zh-CN' | 'ja';

export interface Context {
  readonly fail: Fail;
  readonly language: TemplateLanguage;
}

/** What templates call as `name(value, …)` or `value | name(…)`. Its arguments are of any kind, and any may be missing. */
export interface TemplateFunction {
  readonly run: (given: readonly unknown[], context: Context) => unknown;
  /** What it makes is not escaped once more where it is filled in and this function is trusted. */
  readonly isSafe?: boolean;
}

export type Functions = Readonly<Record<string, TemplateFunction>>;
