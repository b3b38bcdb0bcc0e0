export { type Change, type Instance, type Moment, type Step } from './instance.ts';
export { stepInstances } from './step-instances.ts';
