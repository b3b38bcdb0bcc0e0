/** The file of a policy to begin with: what its author will change stands there already. */
export const newPolicyFile = `kind: AlertPolicy
name: default
routes:
  # What is critical is told at once, and then goes on down the routes.
  - matchers:
      - { attribute: severity, op: '=', values: [critical] }
    channels: []
    continue: true
  # Everything else: a message a rule, at most every five minutes.
  - groupBy: ['@rule']
    groupWait: 30s
    groupInterval: 5m
    repeatInterval: 4h
    channels: []
`;
