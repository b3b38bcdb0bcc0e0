import type { Format } from './format.ts';

const head = /^(?<time>\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:\d\d)) (?<stream>stdout|stderr) (?<tag>[FP])(?: |$)/;

/** What a kubelet keeps of a container's output: `TIME stdout F TEXT`, `P` for a part of a line (CRI's logging design). */
export const cri: Format = {
  name: 'cri',
  title: 'a container log of the kubelet (CRI: time, stream, tag before each line)',
  recognises: (sample) => head.test(sample.head),
  wrapper: {
    tells: { stream: 'the word after the time', time: 'the time' },
    keeps: 'bytes',
    unwrap: (sample) => {
      const match = head.exec(sample.head);
      if (!match) return undefined;
      const { time, stream, tag } = match.groups ?? {};
      return [{ bytes: sample.behind(match[0]), facts: { stream, time }, goesOn: tag === 'P' }];
    },
  },
};
