export { createRedaction, type Redaction } from './redaction.ts';
export { RedactRule } from './rules.ts';
