import type { BurstReason, ModelReason } from '$lib/contract/reasonCodes';
import type { LivenessAction } from '$lib/contract/slots';
import type { Box, FaceTemplate, ModelHashes, PresentationAttackResult, StageTimings } from '../../types';

/** What moves in a face. Angles in degrees as the pose model reads them; the rest are ratios that no distance changes. */
export interface FaceMotion {
	/** Positive: the nose points to the left edge of the picture, the person's own right. */
	yaw: number;
	/** Falls as the head is lowered. */
	pitch: number;
	roll: number;
	/** Where the tip of the nose stands along the line between the eyes, from its middle, in distances of the outer corners. */
	noseAcross: number;
	/** How far it stands from the line of the eyes to that of the mouth's corners: 0 … 1 and beyond. */
	noseDown: number;
	/** Height of the eyes over their width (eye aspect ratio), mean of both. */
	eyeOpening: number;
	/** 0…1, the eye model's probability that they are open, mean of both. */
	eyesOpen: number;
	/** From corner to corner, in distances of the outer eye corners. */
	mouthWidth: number;
}

export interface FrameFace extends FaceMotion {
	box: Box;
	/** Detector's score, 0…1. */
	score: number;
	widthPx: number;
}

export interface FrameReading {
	/** As the sender says: milliseconds since its first frame, and what the person was being asked (0: to look ahead). */
	atMs: number;
	step: number;
	face: FrameFace | null;
	/** Another face stands in the frame as large as this one. */
	rival: boolean;
	/** Mean difference of luma from the frame before, 0…255. Null for the first. */
	change: number | null;
	/** Index of an earlier frame, not the one before, that shows the very same picture. */
	repeatOf: number | null;
	/** Cosine with the face that looks ahead, −1…1. Null where it was not compared. */
	alike: number | null;
	/** SHA-256 of the frame as sent, its first 16 hex digits: to know it again. */
	digest: string;
}

/** What was asked, and what the sender and the clock of the server say about the answer. */
export interface BurstRequest {
	actions: LivenessAction[];
	/** One a frame, in their order. */
	frames: { atMs: number; step: number }[];
	/** From the making of the challenge to the arrival of the frames, in ms of the server's clock. */
	elapsedMs: number;
	/** Digests of the frames of earlier attempts in this session. */
	seenBefore: string[];
}

export interface SeenAction {
	action: LivenessAction;
	/** Index of the frame that shows it most clearly. Null where it was not seen in its time. */
	frame: number | null;
}

export interface BurstAnalysis {
	kind: 'burst';
	frames: FrameReading[];
	actions: SeenAction[];
	/** Least cosine between the face that looks ahead and those after it; null where none was compared. */
	leastAlike: number | null;
	/** Of the frames that look ahead. */
	presentationAttack: PresentationAttackResult | null;
	/** Why the burst does not answer the challenge; empty when it does. */
	reasons: (BurstReason | ModelReason)[];
	/** The face that looks ahead: compared with selfie and document. Kept apart from the analysis, erased with the decision. */
	template: FaceTemplate | null;
	/** The telling frames side by side, for people (JPEG): looking ahead, then each movement. */
	sheet: { jpeg: Uint8Array; width: number; height: number } | null;
	models: ModelHashes;
	timingsMs: StageTimings;
}
