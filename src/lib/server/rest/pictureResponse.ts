/** Picture bytes to a caller who may see them: never cached, never interpreted as anything but a picture. */
export function pictureResponse(artifact: { mediaType: string; bytes: Uint8Array }): Response {
	return new Response(new Uint8Array(artifact.bytes), {
		headers: {
			'Content-Type': artifact.mediaType,
			'Cache-Control': 'no-store',
			'Content-Disposition': 'inline',
			'Content-Security-Policy': "sandbox; default-src 'none'",
			'X-Content-Type-Options': 'nosniff'
		}
	});
}
