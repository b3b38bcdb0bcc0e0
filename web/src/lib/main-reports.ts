/** The reports that are looked at every day, in the order in which they are listed. */
export const mainReports = ['overview', 'operations', 'operation-details', 'cve'] as const;
