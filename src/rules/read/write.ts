import { stringify } from 'yaml';
import { AlertPolicy, AlertRule } from '../form.ts';

/** Writes a rule as YAML, its members in the order of the form. Reading it gives the same rule. */
export function writeRule(rule: AlertRule): string {
  // Parsing puts members into the order of the schema.
  return written(AlertRule.parse(rule));
}

/** Writes a policy as YAML. Reading it gives the same policy. */
export function writePolicy(policy: AlertPolicy): string {
  return written(AlertPolicy.parse(policy));
}

function written(value: object): string {
  return stringify(value, { version: '1.2', lineWidth: 0, aliasDuplicateObjects: false });
}
