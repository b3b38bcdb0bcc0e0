export { type Analysis, createAnalysis } from './analysis.ts';
export type { AnalysisDeps, Asked, Question } from './deps.ts';
export { eventJson } from './event-json.ts';
export { isTooLarge } from './event-pages.ts';
export { RejectedStatement } from './statement.ts';
export { readTime } from './time.ts';
