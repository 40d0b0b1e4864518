/** Figures from scores and labels; knows no model and no file. */
export { accuracyAt, errorRatesAt, rocSummary, type RocSummary } from './rocSummary';
export { errorRate, type ErrorRate } from './errorRate';
export { bootstrapInterval, quantile, type Interval } from './interval';
export { presentationSummary, type PresentationSummary, type PresentationTrial } from './presentationSummary';
export { heatmapAgreement, type HeatmapAgreement } from './heatmapAgreement';
export { expectedLicence, wrongElements, type ExpectedLicence } from './licence';
export { editDistance, summariseMrz, type MrzCase, type MrzReport } from './mrz';
export { isExact, precisionOf, summariseFields, type FieldCase, type FieldCounts, type FieldReport } from './fields';
