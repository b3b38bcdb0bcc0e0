export { Catalogue, readCatalogue, type Vulnerability } from './catalogue.ts';
export { type Component, type Sighting } from './component.ts';
export { type Certainty, type Finding, type Findings, findings, type Unmatched } from './findings.ts';
export { componentsOfImages } from './images.ts';
export { componentsOfNodes, type NodeInfo, nodeInfos } from './node-info.ts';
export { componentsOfUserAgents, maxEvidence } from './user-agents.ts';
export { type CveFile, type Indicator, type NotDetectable } from './indicator.ts';
export { readCveFile } from './read-cve-file.ts';
export { indicatorQueries, maxIndicatorRows, type IndicatorQuery, statementOf } from './statement.ts';
