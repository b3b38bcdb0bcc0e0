/** Orders events of one time and audit id, and tells them apart. */
export const rowHash = 'cityHash64(audit_id_text, stage, user_username, verb, request_uri, ifNull(response_code, -1))';
