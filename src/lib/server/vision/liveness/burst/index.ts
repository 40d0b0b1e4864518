/** Active liveness: a burst of frames, measured and judged against the challenge that it answers. */
export { readBurst } from './readBurst';
export { judgeBurst, type BurstVerdict } from './judgeBurst';
export type { BurstAnalysis, BurstRequest, FaceMotion, FrameFace, FrameReading, SeenAction } from './types';
