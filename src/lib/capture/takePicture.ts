import { ANALYSIS_WIDTH, laplacianVariance, toLuma, type Luma } from './frameQuality';
import { fitWithin, type Rect } from './guide';

/** Frames that one press of the shutter looks at; the sharpest becomes the picture. */
const FRAMES = 5;
const JPEG_QUALITY = 0.92;

/** The part of the current video frame, shrunk to the analysis width, as luma. Null while the video has no frame. */
export function grabLuma(video: HTMLVideoElement, crop: Rect, canvas: HTMLCanvasElement): Luma | null {
	if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) return null;
	const width = ANALYSIS_WIDTH;
	const height = Math.max(1, Math.round((crop.height / crop.width) * width));
	if (canvas.width !== width || canvas.height !== height) {
		canvas.width = width;
		canvas.height = height;
	}
	context.drawImage(video, crop.x, crop.y, crop.width, crop.height, 0, 0, width, height);
	return toLuma(context.getImageData(0, 0, width, height));
}

/**
 * The sharpest of a few frames, cut to `crop` (video pixels), as JPEG with a long side of at most `maxSide`. Null when no frame
 * could be drawn.
 */
export async function takePicture(video: HTMLVideoElement, crop: Rect, maxSide: number): Promise<Blob | null> {
	const probe = document.createElement('canvas');
	let best: HTMLCanvasElement | null = null;
	let spare = document.createElement('canvas');
	let bestSharpness = -1;
	for (let i = 0; i < FRAMES; i++) {
		if (i > 0) await nextFrame(video);
		const luma = grabLuma(video, crop, probe);
		const sharpness = luma ? laplacianVariance(luma) : -1;
		if (sharpness <= bestSharpness) continue;
		draw(video, crop, maxSide, spare);
		[best, spare] = [spare, best ?? document.createElement('canvas')];
		bestSharpness = sharpness;
	}
	return best && toJpeg(best);
}

function draw(video: HTMLVideoElement, crop: Rect, maxSide: number, canvas: HTMLCanvasElement): void {
	const size = fitWithin(crop, maxSide);
	canvas.width = size.width;
	canvas.height = size.height;
	const context = canvas.getContext('2d');
	if (!context) return;
	context.imageSmoothingQuality = 'high';
	context.drawImage(video, crop.x, crop.y, crop.width, crop.height, 0, 0, size.width, size.height);
}

/** The canvas as JPEG; null where the browser refuses. */
export function toJpeg(canvas: HTMLCanvasElement): Promise<Blob | null> {
	return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
}

/** The video's next frame, or 100 ms where the browser cannot tell. */
export function nextFrame(video: HTMLVideoElement): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, 100);
		if (!('requestVideoFrameCallback' in video)) return;
		video.requestVideoFrameCallback(() => {
			clearTimeout(timer);
			resolve();
		});
	});
}
