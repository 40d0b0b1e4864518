import type { LivenessAction } from '$lib/contract/slots';
import { fitWithin, type Rect } from './guide';
import { nextFrame } from './takePicture';

/** Long side of a frame in pixels: a face in the oval is then some 200 pixels wide, more than the models look at. */
const MAX_SIDE = 640;
const JPEG_QUALITY = 0.8;
/** At least this long between two frames, in ms: a closed eye is still seen in two or three of them. */
const GAP_MS = 190;

/** How long the person has for looking ahead, and for each movement, in ms. */
export const AHEAD_MS = 1500;
export const ACTION_MS = 3200;
/** Times that, for whoever wants more time. */
export const SLOWER = 2;

export interface RecordedBurst {
	frames: Blob[];
	times: { atMs: number; step: number }[];
}

export interface RecordOptions {
	actions: readonly LivenessAction[];
	slower: boolean;
	/** The part of the video that is kept, in its pixels. */
	crop: () => Rect;
	/** Called with the step (0: look ahead) and the share of its time that is over. */
	onProgress: (step: number, share: number) => void;
	/** True ends the recording without a result. */
	stopped: () => boolean;
}

/**
 * Frames of the live video while the person looks ahead and then does what is asked, each with its time and step. Null when it
 * was stopped, or the browser could not draw.
 */
export async function recordBurst(video: HTMLVideoElement, options: RecordOptions): Promise<RecordedBurst | null> {
	const { actions, slower, crop, onProgress, stopped } = options;
	const canvas = document.createElement('canvas');
	const burst: RecordedBurst = { frames: [], times: [] };
	const begun = performance.now();
	for (let step = 0; step <= actions.length; step++) {
		const lasts = (step === 0 ? AHEAD_MS : ACTION_MS) * (slower ? SLOWER : 1);
		// Whoever wants more time gets it without more frames than one request may hold.
		const gap = GAP_MS * (slower && step > 0 ? SLOWER : 1);
		const started = performance.now();
		for (let next = 0; performance.now() - started < lasts; next += gap) {
			if (stopped()) return null;
			onProgress(step, (performance.now() - started) / lasts);
			await waitUntil(started + next);
			await nextFrame(video);
			const atMs = Math.round(performance.now() - begun);
			const frame = await drawFrame(video, crop(), canvas);
			if (!frame) return null;
			burst.frames.push(frame);
			burst.times.push({ atMs, step });
		}
	}
	return stopped() ? null : burst;
}

/**
 * As one `multipart/form-data` body: the JSON first, then the frames in order. Written out, because a Blob's type is lower-cased
 * and the browser's own boundary is not; so its bytes also stay the same however often it is sent.
 */
export function packBurst(burst: RecordedBurst, challenge: string, camera: string): Blob {
	const described = { challenge, frames: burst.times, ...(camera && { camera: camera.slice(0, 200) }) };
	const boundary = `burst-${crypto.randomUUID()}`;
	const head = (name: string, type: string) =>
		`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${name === 'frame' ? '; filename="frame.jpg"' : ''}\r\ncontent-type: ${type}\r\n\r\n`;
	const parts: BlobPart[] = [head('burst', 'application/json'), JSON.stringify(described), '\r\n'];
	for (const frame of burst.frames) parts.push(head('frame', 'image/jpeg'), frame, '\r\n');
	return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

function drawFrame(video: HTMLVideoElement, crop: Rect, canvas: HTMLCanvasElement): Promise<Blob | null> {
	const { width, height } = fitWithin(crop, MAX_SIDE);
	canvas.width = width;
	canvas.height = height;
	canvas.getContext('2d')?.drawImage(video, crop.x, crop.y, crop.width, crop.height, 0, 0, width, height);
	return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
}

const waitUntil = (time: number): Promise<void> =>
	new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));
