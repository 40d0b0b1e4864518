/** Pure. Everything of a session that can be looked at beside something else: whole pictures, the faces on them, frames of a recording. */
import type { ReviewLiveness, ReviewPicture } from '$lib/contract/review';
import type { EvidenceSlot } from '$lib/contract/slots';
import { artifactUrl, frameUrl } from './artifactUrl';

interface Size {
	width: number;
	height: number;
}

export interface CompareSource {
	id: string;
	kind: 'picture' | 'portrait' | 'face' | 'frame';
	slot: EvidenceSlot;
	/** Of a frame, from 1. */
	number?: number;
	href: string;
	/** Null: the picture itself says. */
	size: Size | null;
	crop?: Size & { x: number; y: number };
}

/** Hair and chin go along: faces are compared by more than the box of the detector. */
const AROUND = 0.35;

export function compareSources(
	sessionId: string,
	pictures: readonly ReviewPicture[],
	liveness: ReviewLiveness | null
): CompareSource[] {
	const whole = pictures.map((picture) => sourceOf(sessionId, picture));
	const faces = pictures.flatMap((picture) =>
		picture.boxes.flatMap(({ kind, label, box }, index) =>
			(kind === 'portrait' || kind === 'face') && kind === label
				? [{ ...sourceOf(sessionId, picture), id: `${picture.artifactId}-${index}`, kind, crop: around(box, picture) }]
				: []
		)
	);
	return [...whole, ...faces, ...framesOf(sessionId, liveness)];
}

/** What is compared first: the document's portrait with the face of the selfie, else the first two there are. */
export function firstPair(sources: readonly CompareSource[]): [string, string] {
	const portrait = sources.find(({ kind }) => kind === 'portrait');
	const face =
		sources.find(({ kind, slot }) => kind === 'face' && slot === 'selfie') ??
		sources.find(({ kind, slot }) => kind === 'picture' && slot === 'selfie');
	const [first, second] = sources;
	return portrait && face ? [portrait.id, face.id] : [first?.id ?? '', second?.id ?? ''];
}

const sourceOf = (sessionId: string, { artifactId, slot, width, height }: ReviewPicture) => ({
	id: artifactId,
	kind: 'picture' as const,
	slot,
	href: artifactUrl(sessionId, artifactId),
	size: { width, height }
});

function framesOf(sessionId: string, liveness: ReviewLiveness | null): CompareSource[] {
	if (!liveness?.framesKept) return [];
	return liveness.frames.map(({ number }) => ({
		id: `frame-${number}`,
		kind: 'frame',
		slot: 'liveness',
		number: number + 1,
		href: frameUrl(sessionId, liveness.evidenceId, number),
		size: null
	}));
}

/** The box with a margin, as far as the picture goes, in its pixels. */
function around(box: { x: number; y: number; width: number; height: number }, { width, height }: Size) {
	const left = Math.max(0, box.x - box.width * AROUND);
	const top = Math.max(0, box.y - box.height * AROUND);
	const right = Math.min(1, box.x + box.width * (1 + AROUND));
	const bottom = Math.min(1, box.y + box.height * (1 + AROUND));
	return { x: left * width, y: top * height, width: (right - left) * width, height: (bottom - top) * height };
}
