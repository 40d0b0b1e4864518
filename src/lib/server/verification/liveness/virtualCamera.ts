/**
 * Pure. Whether a camera's name is that of a program. The name comes from the sender, who can change it: it may ask for a
 * person's look, and its absence says nothing.
 */
export const isVirtualCamera = (name: string | null): boolean => name !== null && VIRTUAL.test(name);

/** Names under which well-known programs offer a camera to browsers. */
const VIRTUAL =
	/\b(virtual|obs\b|obs-camera|manycam|snap camera|xsplit|splitcam|e2esoft|vcam|v4l2loopback|dummy video|droidcam|iriun|epoccam|camtwist|ndi\b|youcam|fakewebcam|akvcam|deepfacelive|avatarify|mmhmm|prism live)/i;
