export { createRedaction } from './redaction.ts';
export { RedactRule } from './rules.ts';
