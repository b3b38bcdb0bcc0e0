import type { Format } from './format.ts';

/** What a kubelet keeps of a container's output: `TIME stdout F TEXT`, `P` for a part of a line (CRI's logging design). */
export const cri: Format = {
  name: 'cri',
  title: 'a container log of the kubelet (CRI: time, stream, tag before each line)',
  recognises: ({ text }) => /^\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) [FP](?: |$)/.test(text),
};
