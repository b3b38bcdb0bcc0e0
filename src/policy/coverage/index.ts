export { DetectionCounter } from './detection-counter.ts';
export { type DetectionCoverage, coverageOf } from './detection-coverage.ts';
export { detectionNeeds } from './detection-needs.ts';
