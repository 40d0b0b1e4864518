/** Bytes to pixels and back, and pixels to pixels. No model in here: the web process loads this folder. */
export { MEDIA_TYPES, sniffFile, type FileKind } from './sniff';
export { decodeImage, MAX_PIXELS, type DecodedImage, type DecodeFailure, type DecodeOptions } from './decodeImage';
export { openPicture, PictureDamaged, SHRINKS, type OpenedPicture, type Shrink } from './openPicture';
export { encodeJpeg, RENDITION_MAX_SIDE, type JpegRendition } from './encodeJpeg';
export { restrictLoaders } from './restrictLoaders';
export { resample } from './resample';
export { resize, resizeGrey, shrinkToFit } from './resize';
export { halved, halveTo, shrinkFast, view } from './pyramid';
export { crop, cropPadded, mirror, rotate90, toGrey, type GreyImage } from './pixels';
export { warp } from './warp';
export {
	boxToRect,
	invert,
	perspectiveBetween,
	rectToBox,
	similarityBetween,
	transformPoint,
	type Matrix3,
	type Rect
} from './geometry';
