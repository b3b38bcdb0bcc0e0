import type { Dashboard } from '../../../../src/dashboards/index.ts';

/** A dashboard to begin with: all filters, and a section to put panels into. */
export function emptyDashboard(title: string, language: string): Omit<Dashboard, 'id'> {
  return {
    kind: 'Dashboard',
    title: { [language]: title },
    range: '-7d',
    filters: ['namespace', 'user', 'code'],
    variables: [],
    sections: [{ panels: [] }],
  };
}
