export { addCounts, type Counts, noCounts } from './counts.ts';
export { createSender, isUnreadable, type Sender, type Transport } from './sender.ts';
export { createReader, openLog } from './open-log.ts';
export { createSendWindow } from './send-window.ts';
export { addRejects, type RejectedPlace, type Rejects, rejectsOf } from './rejects.ts';
export { type Body, splitStream } from './split-stream.ts';
export { DamagedInput, isPacked, unpack } from './unpack/index.ts';
