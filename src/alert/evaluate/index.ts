export { askQueries } from './ask.ts';
export {
  createEvaluator,
  type EvaluationOutcome,
  type EvaluationStep,
  type Evaluator,
  type EvaluatorNeeds,
} from './evaluator.ts';
export { eventStatement } from './event-rows.ts';
export { instanceOf, keepInstances, scopeFrom } from './instances.ts';
export { newCauses } from './new-causes.ts';
export { isOneReceipt, takeInPieces } from './pieces.ts';
