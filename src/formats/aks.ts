import type { Format } from './format.ts';

/** AKS writes diagnostic records whose `properties.log` has the event. */
export const aks: Format = {
  name: 'aks',
  title: 'diagnostic records of Azure (AKS: each event in "properties.log")',
  recognises: ({ object, text }) =>
    object === undefined
      ? /"category"\s*:\s*"kube-audit/.test(text)
      : (typeof object['category'] === 'string' && object['category'].startsWith('kube-')) || 'resourceId' in object,
};
