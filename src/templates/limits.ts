/** Of a template, of what it makes, and of each text on the way, in characters. */
export const maxTextLength = 64 << 10;
/** Parts of expressions, loops and values that are looked at. */
export const maxSteps = 50_000;
/** Blocks and brackets within each other. */
export const maxDepth = 16;
/** Parts of one expression. */
export const maxParts = 300;
/** Of a list that a function makes. */
export const maxItems = 10_000;
