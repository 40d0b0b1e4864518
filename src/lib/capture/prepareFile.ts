import { MAX_UPLOAD_BYTES, type PictureSlot } from '$lib/contract/slots';
import { fitWithin } from './guide';
import { toJpeg } from './takePicture';

/** Long side of what is sent, in pixels. */
export const MAX_SIDE: Record<PictureSlot, number> = { id_front: 2400, id_back: 2400, poa: 2400, selfie: 1600 };

/** What the file dialog offers. */
export const ACCEPTED_FILES: Record<PictureSlot, string> = {
	id_front: 'image/*',
	id_back: 'image/*',
	poa: 'image/*,application/pdf',
	selfie: 'image/*'
};

const SENT_AS_IS = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];

/**
 * What to send for a chosen file: files that the server reads go untouched; other kinds (HEIC) and files over the limit are
 * redrawn as JPEG. Where the browser cannot open the file it goes as it is, and the server's own code says what is wrong.
 */
export async function prepareFile(file: File, slot: PictureSlot): Promise<Blob> {
	if (SENT_AS_IS.includes(file.type) && file.size <= MAX_UPLOAD_BYTES) return file;
	return (await redraw(file, MAX_SIDE[slot])) ?? file;
}

async function redraw(file: File, maxSide: number): Promise<Blob | null> {
	try {
		const bitmap = await createImageBitmap(file);
		const canvas = document.createElement('canvas');
		Object.assign(canvas, fitWithin(bitmap, maxSide));
		canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
		bitmap.close();
		return await toJpeg(canvas);
	} catch {
		return null;
	}
}
