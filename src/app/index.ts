export { type ServeOptions, serve } from './serve.ts';
export { demo, type DemoOptions } from './demo.ts';
export { testRules } from './alert-test.ts';
