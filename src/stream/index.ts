export {
  type Beginning,
  createEventStream,
  type EventSource,
  type EventStream,
  type Follower,
  type FollowOptions,
} from './event-stream.ts';
export type { Chunk } from './chunk.ts';
export type { ReceivedAfter, StoredEvent } from '../store/index.ts';
