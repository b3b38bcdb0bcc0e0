export { createFiller, type FillAnnotations, type FilledAnnotations } from './fill.ts';
export { readTemplates } from './template.ts';
