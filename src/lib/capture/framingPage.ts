import type { ProgressView } from '$lib/contract/verification';
import type { Trouble } from './camera.svelte';
import { readStart, VERSION, type FrameMessage, type Start } from '../../../packages/kyc-widget/src/protocol';

/** What is left of a message once the session and version are filled in. */
type Said<T = FrameMessage> = T extends { sessionId: string } ? Omit<T, 'sessionId' | 'version'> : never;

/** Codes of this page itself; all others are in the error table. */
const OWN_MESSAGES: Record<string, string> = {
	CAMERA_DENIED:
		'The camera was denied, by the person or by the page: its Permissions-Policy must allow camera for this origin.',
	CAMERA_MISSING: 'The device has no camera. Pictures can be uploaded.',
	CAMERA_BUSY: 'Another program holds the camera. Pictures can be uploaded.',
	CAMERA_NO_PICTURE: 'The camera was granted but shows nothing. Pictures can be uploaded.',
	INSECURE_CONTEXT:
		'The page around this one is not on https: browsers give no camera there. Pictures can be uploaded.',
	NETWORK: 'The server could not be reached.'
};

const CAMERA_CODES: Record<Trouble, string> = {
	denied: 'CAMERA_DENIED',
	unanswered: 'CAMERA_DENIED',
	missing: 'CAMERA_MISSING',
	busy: 'CAMERA_BUSY',
	lost: 'CAMERA_BUSY',
	no_frames: 'CAMERA_NO_PICTURE',
	insecure: 'INSECURE_CONTEXT'
};

/**
 * The page that frames this one. It is known by the first well-formed `start` of the very parent window; from then on only its
 * exact origin is spoken to, and nothing more is listened to.
 */
export class FramingPage {
	#parent: { origin: string; sessionId: string } | null = null;
	#last = '';
	readonly #told = new Set<string>();

	/** Says that this page listens, and waits for the session. The answer ends that. */
	listen(onStart: (start: Start) => void): () => void {
		const hear = ({ source, origin, data }: MessageEvent) => {
			const start = source === parent ? readStart(data) : null;
			if (start === null || this.#parent !== null) return;
			this.#parent = { origin, sessionId: start.sessionId };
			removeEventListener('message', hear);
			onStart(start);
		};
		addEventListener('message', hear);
		// Holds no secret, and the one who may frame this page is not known by name yet.
		parent.postMessage({ type: 'uniicy:hello', version: VERSION }, '*');
		return () => removeEventListener('message', hear);
	}

	/** The first screen stands. What will keep the camera away is told now, before anybody asks for it. */
	ready(): void {
		this.#say({ type: 'uniicy:ready' });
		if (!isSecureContext) this.error('INSECURE_CONTEXT');
		else void mayUseCamera().then((may) => may || this.error('CAMERA_DENIED'));
	}

	step({ step, index, total }: ProgressView): void {
		const key = `${step} ${index} ${total}`;
		if (key === this.#last) return;
		this.#last = key;
		this.#say({ type: 'uniicy:step', step, index, total });
	}

	complete(progress: ProgressView): void {
		// The last step is told before the end.
		this.step(progress);
		const { status, reviewStatus } = progress;
		this.#say({ type: 'uniicy:complete', status, reviewStatus });
	}

	cameraTrouble(trouble: Trouble): void {
		this.error(CAMERA_CODES[trouble]);
	}

	/** Each code once. In English, for whoever builds the page: the screen itself speaks to the applicant. */
	error(code: string): void {
		if (this.#told.has(code)) return;
		this.#told.add(code);
		const own = OWN_MESSAGES[code];
		const page = own ? `widget#${code.toLowerCase()}` : `errors/${code}`;
		const message = own ?? 'The server refused to go on; docUrl says why and what helps.';
		this.#say({ type: 'uniicy:error', code, message, docUrl: `${location.origin}/docs/${page}` });
	}

	#say(message: Said): void {
		if (this.#parent === null) return;
		const { origin, sessionId } = this.#parent;
		parent.postMessage({ ...message, version: VERSION, sessionId }, origin);
	}
}

/** Whether this frame may ask for a camera at all: the pages around it can withhold it, the person can have said no before. */
async function mayUseCamera(): Promise<boolean> {
	const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
	if (featurePolicy && !featurePolicy.allowsFeature('camera')) return false;
	// Not every browser knows the name: then there is nothing to say yet.
	const status = await navigator.permissions?.query({ name: 'camera' }).catch(() => null);
	return status?.state !== 'denied';
}
