export { CommonMembers } from './destination-form.ts';
export type { DryRun } from './dry-run/dry-run.ts';
export { type Forwarding, openForwarding } from './forwarding.ts';
export type { Resent } from './resend.ts';
export type { ForwardingStep } from './lane/needs.ts';
export { guardedBodies } from './guarded-bodies.ts';
export { shapes } from './shapes/registry.ts';
export type { DestinationStatus } from './status.ts';
export { destinationTypes } from './types/registry.ts';
