export { openModels, type ModelRegistry, type OperatingPoint } from './modelRegistry';
export { ModelUnavailable, type ModelUnavailableReason } from './modelUnavailable';
export { MODEL_IDS, type ModelFileRole, type ModelId } from './manifest';
export type { FloatTensor, FloatTensors, OnnxSession } from './onnxSession';
