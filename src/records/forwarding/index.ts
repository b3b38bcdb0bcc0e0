export { createDestinations, type Destinations, type KeptDestination } from './destinations.ts';
export {
  createForwardRuns,
  type ForwardPlace,
  type ForwardRun,
  type ForwardRuns,
  type ForwardStep,
  type NewForwardRun,
} from './runs.ts';
export {
  createForwardRejects,
  type ForwardReject,
  type ForwardRejectQuery,
  type ForwardRejects,
  type NewForwardReject,
} from './rejects.ts';
