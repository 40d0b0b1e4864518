import { MAX_UPLOAD_BYTES, type PictureSlot } from '$lib/contract/slots';
import { AppError } from '$lib/server/platform';
// The two doors of vision that load no model; the web process uses these alone.
import { decodeImage, encodeJpeg, RENDITION_MAX_SIDE, sniffFile } from '$lib/server/vision/image';
import { measureImageQuality } from '$lib/server/vision/quality';
import type { NewArtifact } from './artifacts';

export interface PreparedUpload {
	/** Of the bytes as sent, by their content. */
	mediaType: string;
	artifacts: NewArtifact[];
}

/**
 * Bytes to what is stored: the upload itself (for the models and for forensics, never served) and a rendition without
 * metadata for people to see. Refuses on the spot what pixels alone show.
 */
export async function prepareUpload(slot: PictureSlot, bytes: Uint8Array): Promise<PreparedUpload> {
	if (bytes.byteLength > MAX_UPLOAD_BYTES) throw new AppError('PAYLOAD_TOO_LARGE');
	if (slot === 'poa' && sniffFile(bytes) === 'pdf') return preparePdf(slot, bytes);
	const decoded = await decodeImage(bytes, { maxSide: RENDITION_MAX_SIDE });
	if (!decoded.ok) throw new AppError(decoded.code);
	const quality = measureImageQuality(decoded.image, slot === 'selfie' ? 'face' : 'document');
	if (quality.reasons.length > 0) throw new AppError('IMAGE_QUALITY_LOW', { reasons: quality.reasons });
	const rendition = await encodeJpeg(decoded.image);
	return {
		mediaType: decoded.mediaType,
		artifacts: [
			{
				kind: 'original',
				slot,
				mediaType: decoded.mediaType,
				width: decoded.originalWidth,
				height: decoded.originalHeight,
				bytes
			},
			{
				kind: 'picture',
				slot,
				mediaType: 'image/jpeg',
				width: rendition.width,
				height: rendition.height,
				bytes: rendition.jpeg
			}
		]
	};
}

/** The worker opens PDFs, in its own process and with limits; its first page becomes the picture that people see. */
function preparePdf(slot: PictureSlot, bytes: Uint8Array): PreparedUpload {
	return {
		mediaType: 'application/pdf',
		artifacts: [{ kind: 'original', slot, mediaType: 'application/pdf', width: null, height: null, bytes }]
	};
}
