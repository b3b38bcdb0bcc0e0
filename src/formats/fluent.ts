import type { Format } from './format.ts';

/** Agents that follow files put each line into a record of their own. */
export const fluent: Format = {
  name: 'fluent',
  title: 'records of a log agent (Fluent Bit, Fluentd or Vector: each event in "log" or "message")',
  recognises: ({ object }) => {
    if (!object) return false;
    const inner = object['log'] ?? object['message'];
    return (
      (typeof inner === 'string' && inner.startsWith('{')) ||
      (typeof inner === 'object' && inner !== null && ('auditID' in inner || 'requestURI' in inner))
    );
  },
};
