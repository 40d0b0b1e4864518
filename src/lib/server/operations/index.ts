export { inSpan } from './inSpan';
export { measureJobs } from './measureJobs';
export { addQueueDepth, createMetrics, type Metrics } from './metrics';
export { readHealth } from './readHealth';
export { serveMetrics } from './serveMetrics';
