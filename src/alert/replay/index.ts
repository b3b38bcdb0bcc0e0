export { type Replay, type ReplayedFiring, type ReplayNeeds, replayRule } from './replay.ts';
