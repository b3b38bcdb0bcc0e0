export type { Template } from './ast.ts';
export type { TemplateLanguage } from './functions/index.ts';
export { namesOf } from './names.ts';
export { hasMarks, parseTemplate } from './parse.ts';
export { type Filled, fillTemplate, renderTemplate, type RenderOptions, type Steps } from './render.ts';
