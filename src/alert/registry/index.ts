export { type BuiltInRules, readBuiltInRules } from './built-in.ts';
export { type ActiveRule, isOwnedBy, type RegisteredRule } from './registered-rule.ts';
export { openRegistry, type Registry, type RuleChange } from './registry.ts';
