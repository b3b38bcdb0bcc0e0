import { expect, test } from 'vitest';
import type { TimeRange } from '../types/index.ts';
import { compileQuery } from './query.ts';

/** The condition of the statement's only scan, and what is bound. */
function scanOf(range: TimeRange, namespaces: readonly string[] | null = null) {
  const compiled = compileQuery('verb == get | select count(*) from operations', {
    range,
    scope: { clusterIds: ['c1'], namespaces, bodies: true },
    clusters: [],
    timeZone: 'UTC',
    nowMicros: 0,
  });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  const { sql, parameters } = compiled.value;
  return { where: /FROM events WHERE (.*)\)\) LIMIT 100$/.exec(sql)?.[1], parameters };
}

test('one event of each operation, the other stage among what the caller may see from the start of the range on', () => {
  expect(scanOf({ fromMicros: 1, toMicros: 2 }, ['shop'])).toMatchInlineSnapshot(`
    {
      "parameters": {
        "p0": [
          "shop",
        ],
        "p1": "get",
        "p2": "c1",
        "p3": 1,
        "p4": 2,
      },
      "where": "object_namespace IN {p0:Array(String)} AND (verb = {p1:String}) AND if(stage = 'ResponseStarted', request_key NOT IN (SELECT request_key FROM (SELECT request_key FROM events WHERE request_key != 0 AND has(['ResponseComplete', 'Panic'], stage) AND object_namespace IN {p0:Array(String)} AND cluster_id = {p2:String} AND time >= fromUnixTimestamp64Micro({p3:Int64}, 'UTC') SETTINGS aggregate_functions_null_for_empty = 0) UNION ALL SELECT reinterpretAsUInt128(concat(substring(SHA256(concat(cluster_id, ' ', toString(audit_id), ' ', toString(length(audit_id_text)), ' ', toString(length(user_username)), ' ', toString(length(verb)), ' ', audit_id_text, user_username, verb, request_uri)), 1, 15), '\\xff')) FROM events WHERE (SELECT count() FROM (SELECT 1 FROM events WHERE request_key >= toUInt128('338953138925153547590470800371487866880') AND object_namespace IN {p0:Array(String)} AND cluster_id = {p2:String} AND time >= fromUnixTimestamp64Micro({p3:Int64}, 'UTC') AND time < fromUnixTimestamp64Micro({p4:Int64}, 'UTC') LIMIT 1)) > 0 AND request_key = 0 AND audit_id IN (SELECT audit_id FROM events WHERE request_key >= toUInt128('338953138925153547590470800371487866880') AND object_namespace IN {p0:Array(String)} AND cluster_id = {p2:String} AND time >= fromUnixTimestamp64Micro({p3:Int64}, 'UTC') AND time < fromUnixTimestamp64Micro({p4:Int64}, 'UTC')) AND stage IN ('ResponseComplete', 'Panic') AND object_namespace IN {p0:Array(String)} AND cluster_id = {p2:String} AND time >= fromUnixTimestamp64Micro({p3:Int64}, 'UTC')), stage IN ('ResponseComplete', 'Panic')) AND cluster_id = {p2:String} AND time >= fromUnixTimestamp64Micro({p3:Int64}, 'UTC') AND time < fromUnixTimestamp64Micro({p4:Int64}, 'UTC')",
    }
  `);
});

test('in a range of times of receipt the other stage may have been received first', () => {
  expect(scanOf({ fromMicros: 1, toMicros: 2, kind: 'received' }).where).toMatchInlineSnapshot(
    `"(verb = {p0:String}) AND if(stage = 'ResponseStarted', request_key NOT IN (SELECT request_key FROM (SELECT request_key FROM events WHERE request_key != 0 AND has(['ResponseComplete', 'Panic'], stage) AND cluster_id = {p1:String} AND time >= (SELECT min(time) FROM events WHERE stage = 'ResponseStarted' AND cluster_id = {p1:String} AND received_at >= fromUnixTimestamp64Micro({p2:Int64}, 'UTC') AND received_at < fromUnixTimestamp64Micro({p3:Int64}, 'UTC')) SETTINGS aggregate_functions_null_for_empty = 0) UNION ALL SELECT reinterpretAsUInt128(concat(substring(SHA256(concat(cluster_id, ' ', toString(audit_id), ' ', toString(length(audit_id_text)), ' ', toString(length(user_username)), ' ', toString(length(verb)), ' ', audit_id_text, user_username, verb, request_uri)), 1, 15), '\\xff')) FROM events WHERE (SELECT count() FROM (SELECT 1 FROM events WHERE request_key >= toUInt128('338953138925153547590470800371487866880') AND cluster_id = {p1:String} AND received_at >= fromUnixTimestamp64Micro({p2:Int64}, 'UTC') AND received_at < fromUnixTimestamp64Micro({p3:Int64}, 'UTC') LIMIT 1)) > 0 AND request_key = 0 AND audit_id IN (SELECT audit_id FROM events WHERE request_key >= toUInt128('338953138925153547590470800371487866880') AND cluster_id = {p1:String} AND received_at >= fromUnixTimestamp64Micro({p2:Int64}, 'UTC') AND received_at < fromUnixTimestamp64Micro({p3:Int64}, 'UTC')) AND stage IN ('ResponseComplete', 'Panic') AND cluster_id = {p1:String} AND time >= (SELECT min(time) FROM events WHERE stage = 'ResponseStarted' AND cluster_id = {p1:String} AND received_at >= fromUnixTimestamp64Micro({p2:Int64}, 'UTC') AND received_at < fromUnixTimestamp64Micro({p3:Int64}, 'UTC'))), stage IN ('ResponseComplete', 'Panic')) AND cluster_id = {p1:String} AND received_at >= fromUnixTimestamp64Micro({p2:Int64}, 'UTC') AND received_at < fromUnixTimestamp64Micro({p3:Int64}, 'UTC')"`,
  );
});
