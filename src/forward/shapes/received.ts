import type { Shape } from './shape.ts';

/** The bytes that kube-apiserver sent. */
export const raw: Shape = {
  meaning: 'The event byte for byte as it was received, a line each',
  write: ({ bytes }) => bytes,
};

/** The same, as items of the list that kube-apiserver's webhook sends. */
export const eventList: Shape = {
  ...raw,
  meaning:
    "The event byte for byte as it was received, as an item of the EventList that kube-apiserver's webhook sends",
};
