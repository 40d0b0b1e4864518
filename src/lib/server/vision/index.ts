/** The door for the worker and the command line: pipelines and models. The web process loads vision/image and vision/quality. */
export { openVision, type VisionOptions } from './openVision';
export { openVisionThread, serveVisionThread, VisionBusy } from './threads/visionThread';
export { openVisionPool, planEngines } from './threads/visionPool';
export { ModelUnavailable, type ModelUnavailableReason } from './runtime';
export { analyzeTamper } from './tamper';
