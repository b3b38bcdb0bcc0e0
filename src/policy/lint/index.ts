export type { LintRule } from './context.ts';
export { insertRule } from './edit/edit-rules.ts';
export { resourceLines } from './edit/resource-lines.ts';
export { type Fix, type TextEdit, applyFix } from './edit/fix.ts';
export { type FixedPolicy, fixPolicy } from './fix-policy.ts';
export type { LintAnswer, LintFinding } from './finding.ts';
export { lintPolicy } from './lint.ts';
