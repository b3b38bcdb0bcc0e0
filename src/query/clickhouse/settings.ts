/**
 * Settings of the engine that every compiled statement is written for. The store sends them with the statement, beside its own
 * limits; none comes from a user.
 */
export const statementSettings: Readonly<Record<string, string | number>> = {
  // Arrays, maps and rows that can be NULL are tuples.
  enable_nullable_tuple_type: 1,
  join_use_nulls: 1,
  aggregate_functions_null_for_empty: 1,
  allow_experimental_correlated_subqueries: 1,
  // Names of ours never are columns, and aliases are unique.
  prefer_column_name_to_alias: 0,
  // What the answer's decoder reads.
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_denormals: 1,
  output_format_json_quote_decimals: 1,
  output_format_json_escape_forward_slashes: 0,
  output_format_json_named_tuples_as_objects: 0,
  // Text of floats has no exponent to 1e21, and all digits.
  output_format_decimal_trailing_zeros: 1,
  date_time_input_format: 'basic',
  // With it the engine evaluates the text index's expression row by row instead of reading the index.
  use_top_k_dynamic_filtering: 0,
  text_index_like_max_postings_to_read: 1000,
  text_index_like_min_pattern_length: 2,
  short_circuit_function_evaluation: 'enable',
  // A key with NaN or NULL is a key.
  transform_null_in: 0,
  // Without it a filter that can fail may be computed before the one that guards it.
  allow_reorder_prewhere_conditions: 0,
};
