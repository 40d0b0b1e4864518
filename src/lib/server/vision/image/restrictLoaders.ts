import sharp from 'sharp';

/**
 * Shuts every picture loader of this process but JPEG, PNG and WebP from memory: SVG, PDF, TIFF, HEIF, GIF and the rest have
 * no business here, and each is attack surface. Process-wide; calling it again changes nothing. Also keeps no decoded
 * pictures of applicants in the library's cache.
 */
export function restrictLoaders(): void {
	sharp.block({ operation: ['VipsForeignLoad'] });
	sharp.unblock({
		operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer']
	});
	sharp.cache(false);
}
