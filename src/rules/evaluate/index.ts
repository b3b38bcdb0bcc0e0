export { type QueryRows } from './answer.ts';
export { compileRule } from './compile-rule.ts';
export { type CauseKind, type CompiledRule } from './compiled-rule.ts';
export { evaluateRule } from './evaluate-rule.ts';
export { type Evaluation, type Group } from './evaluation.ts';
export { tellsRequests, withRequestColumns } from './request.ts';
