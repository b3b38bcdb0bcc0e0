import { expect, it } from 'vitest';
import { bindDrillDown } from './drill-down.ts';

const statement = 'verb: ${{verb|get}} | select "user.username" as user, count(*) as n from operations group by user';

it('searches what the panel searches, within the filters, for what the row stands for', () => {
  const panel = { statement, drillDown: 'user.username: #"${{user}}" and responseStatus.code: 403' };
  const bindings = { filters: { namespace: ['web'] }, variables: { verb: 'delete' } };
  expect(bindDrillDown(panel, { user: 'x" or *', n: 3 }, bindings)).toMatchObject({
    value: String.raw`objectRef.namespace == "web" and verb: delete and user.username: #"x\" or *" and responseStatus.code: 403`,
  });
  expect(bindDrillDown(panel, { user: null }, {})).toMatchObject({
    value: 'verb: get and user.username: #"" and responseStatus.code: 403',
  });
});

it('searches for what is absent where the row has nothing, since nothing equals that', () => {
  const panel = { statement, drillDown: 'user.username == ${{user}} and verb == ""' };
  expect(bindDrillDown(panel, { user: null }, {})).toMatchObject({
    value: 'verb: get and user.username: "" and verb == ""',
  });
});

it('searches for what one number of the row counts', () => {
  const columns = [{ name: 'refused', drillDown: 'responseStatus.code: 403' }, { name: 'n' }];
  const panel = { statement, drillDown: 'user.username == ${{user}}', columns };
  expect(bindDrillDown(panel, { user: 'x' }, {}, 'refused')).toMatchObject({
    value: 'verb: get and user.username == "x" and responseStatus.code: 403',
  });
  expect(bindDrillDown(panel, { user: 'x' }, {}, 'n')).toMatchObject({ value: 'verb: get and user.username == "x"' });
});

it('is a statement where no search can say what is behind a row', () => {
  const drillDown = "* | select auditID from operations where ip_to_country_code(userAgent) = '${{user}}'";
  expect(bindDrillDown({ statement, drillDown }, { user: "x'" }, { filters: { namespace: ['web'] } })).toMatchObject({
    value: String.raw`objectRef.namespace == "web" and verb: get | select auditID from operations where ip_to_country_code(userAgent) = 'x'''`,
  });
});

it('finds all events of the panel where it has no drill-down', () => {
  expect(bindDrillDown({ statement }, { user: 'x' }, {})).toMatchObject({ value: 'verb: get' });
});

it('says which column a row lacks', () => {
  const { diagnostics } = bindDrillDown({ statement, drillDown: 'verb: ${{verbs}}' }, { user: 'x' }, {});
  expect(diagnostics).toMatchObject([{ code: 'variable-without-value', message: 'the variable "verbs" has no value' }]);
});
