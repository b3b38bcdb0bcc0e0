import { serveSteps } from '../../platform/index.ts';

// The program of a thread that works on what callers wrote. Whoever answers goes first.
await serveSteps({ load: async () => (await import('./steps.ts')).steps, canWait: true });
