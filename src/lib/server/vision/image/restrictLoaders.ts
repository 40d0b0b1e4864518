import sharp from 'sharp';

let restricted = false;

/**
 * Shuts every picture loader of this process but JPEG, PNG and WebP from memory: SVG, PDF, TIFF, HEIF, GIF and the rest have
 * no business here, and each is attack surface. Process-wide, and done once a thread: all loaders are shut for a moment before three are
 * opened again, and a picture that is being decoded meanwhile would be refused. A thread that decodes beside others does this
 * as it starts. Also keeps no decoded pictures of applicants in the library's cache.
 */
export function restrictLoaders(): void {
	if (restricted) return;
	restricted = true;
	sharp.block({ operation: ['VipsForeignLoad'] });
	sharp.unblock({
		operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer']
	});
	sharp.cache(false);
}
