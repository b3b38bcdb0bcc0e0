import { stringify } from 'yaml';
import { Dashboard } from './form.ts';

/** Writes a dashboard as YAML, its members in the order of the form. Reading it gives the same dashboard. */
export function writeDashboard(dashboard: Dashboard): string {
  // Parsing puts members into the order of the schema.
  return stringify(Dashboard.parse(dashboard), { version: '1.2', lineWidth: 0, aliasDuplicateObjects: false });
}
