import type { DiagnosticDoc } from '../base/index.ts';

/** What may be wrong with the data of vulnerabilities and with the signs that are looked for. */
export const vulnerabilityCodes = {
  'cve-data-shape': {
    meaning: 'The data file of vulnerabilities has a member that is missing, unknown or of another kind.',
    remedy: 'Make the file with `tools/cve/convert.mjs`; see [Update the CVE data](../how-to/update-cve-data.md).',
  },
  'cve-data-syntax': { meaning: 'The data file of vulnerabilities is not JSON.', remedy: 'Fetch or make it again.' },
  'cve-data-too-long': {
    meaning: 'The data file of vulnerabilities is longer than what is read.',
    remedy: 'Leave out what no component of a cluster can have.',
  },
  'cve-file-shape': {
    meaning: 'A file about a CVE has a member that is missing, unknown or of another kind.',
    remedy: 'Compare it with a file of `content/cve`.',
  },
  'cve-file-syntax': { meaning: 'A file about a CVE is not YAML.', remedy: 'Correct it where the message points.' },
  'cve-file-too-long': { meaning: 'A file about a CVE is longer than what is read.', remedy: 'Shorten its texts.' },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

export type VulnerabilityCode = keyof typeof vulnerabilityCodes;
