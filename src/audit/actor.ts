/*
 * Who acted, in a column that the engine computes when events come in: reports group by it, and would else read the annotations of all
 * events for the few that need them.
 */

/** The name of the column; the empty text where an event has no user. */
export const actorColumn = 'actor';

/**
 * ClickHouse expression of the column. ACK's certificates all belong to `kubernetes-admin`; the subject of the binding, `UID` or
 * `UID-TIME`, which the authorization reason names, tells which RAM user it was.
 */
export const actorExpression =
  `if(user_username = 'kubernetes-admin', coalesce(nullIf(extract(JSONExtractString(annotations, 'authorization.k8s.io/reason'), ` +
  `' to User "([0-9]{6,})(?:-[0-9]+)?"'), ''), user_username), user_username)`;
