/** Figures from scores and labels; knows no model and no file. */
export { accuracyAt, rocSummary, type RocSummary } from './rocSummary';
export { errorRate, type ErrorRate } from './errorRate';
export { presentationSummary, type PresentationSummary, type PresentationTrial } from './presentationSummary';
export { heatmapAgreement, type HeatmapAgreement } from './heatmapAgreement';
