import { serveSteps } from '../../platform/index.ts';

// The program of a thread that judges what the queries of rules answered. Somebody is to be told of it within seconds.
await serveSteps({ load: async () => (await import('./steps.ts')).steps, canWait: false });
