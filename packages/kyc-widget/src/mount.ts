import { widgetError, type WidgetError, type WidgetErrorCode } from './errors.js';
import { readFrameMessage, VERSION, type FrameMessage, type Start } from './protocol.js';

export interface StepEvent {
	step: string;
	/** From 1, of `total`. */
	index: number;
	total: number;
}

export interface CompleteEvent {
	sessionId: string;
	status: string;
	/** `approved`, `rejected`, `pending_review` or `none`: a hint, to be confirmed by your backend. */
	reviewStatus: string;
}

export interface MountOptions {
	/** Both from your backend's `POST /api/verification/sessions`. */
	sessionId: string;
	clientSecret: string;
	/** The session is open and its first screen stands. */
	onReady?: () => void;
	onStep?: (event: StepEvent) => void;
	/** Capture is over; called once. */
	onComplete?: (event: CompleteEvent) => void;
	/** Something is wrong, by a code. The flow may still go on, e.g. with uploads after CAMERA_DENIED. */
	onError?: (error: WidgetError) => void;
}

export interface WidgetHandle {
	/** Removes the frame and ends all callbacks. May be called twice, and from inside a callback. */
	destroy(): void;
}

export interface Place {
	host: string;
	publishableKey: string;
}

/** A page that was let in says hello before it has loaded; one that was kept out loads as an error page and says nothing. */
const SILENT_MS = 1500;
/** A slow phone on a slow network. */
const ANSWER_MS = 30_000;

/** Puts the flow into an element. Never throws: what is wrong reaches `onError`. */
export function mount(place: Place, target: Element | ShadowRoot | null, options: MountOptions): WidgetHandle {
	let over = false;
	let frame: HTMLIFrameElement | null = null;
	const timers = new Set<ReturnType<typeof setTimeout>>();
	const after = (ms: number, work: () => void) => timers.add(setTimeout(work, ms));
	const tell = <T>(callback: ((event: T) => void) | undefined, event: T) => {
		if (over || !callback) return;
		try {
			callback(event);
		} catch (error) {
			// The page's own mistake: reported as such, and the flow goes on.
			setTimeout(() => {
				throw error;
			});
		}
	};
	const fail = (code: WidgetErrorCode) => tell(options.onError, widgetError(place.host, code));
	const reached = { hello: false, answered: false, completed: false };

	const calmDown = () => {
		timers.forEach(clearTimeout);
		timers.clear();
	};

	function destroy() {
		over = true;
		calmDown();
		removeEventListener('message', hear);
		document.removeEventListener('securitypolicyviolation', violated);
		frame?.remove();
		frame = null;
	}

	function hear({ source, origin, data }: MessageEvent) {
		if (over || !frame || source !== frame.contentWindow || source === null) return;
		const message = readFrameMessage(data);
		if (message === null) return;
		if (origin !== place.host) {
			if (message.type === 'uniicy:hello' && !reached.answered) {
				reached.answered = true;
				calmDown();
				fail('HOST_MISMATCH');
			}
			return;
		}
		answer(message);
	}

	function answer(message: FrameMessage) {
		if (message.type === 'uniicy:hello') {
			reached.hello = true;
			const start: Start = {
				type: 'uniicy:start',
				version: VERSION,
				sessionId: options.sessionId,
				clientSecret: options.clientSecret
			};
			frame?.contentWindow?.postMessage(start, place.host);
			return;
		}
		if (message.sessionId !== options.sessionId) return;
		reached.answered = true;
		calmDown();
		switch (message.type) {
			case 'uniicy:ready':
				return tell(options.onReady, undefined);
			case 'uniicy:step':
				return tell(options.onStep, { step: message.step, index: message.index, total: message.total });
			case 'uniicy:complete':
				if (reached.completed) return;
				reached.completed = true;
				return tell(options.onComplete, {
					sessionId: message.sessionId,
					status: message.status,
					reviewStatus: message.reviewStatus
				});
			case 'uniicy:error':
				return tell(options.onError, { code: message.code, message: message.message, docUrl: message.docUrl });
		}
	}

	function blocked() {
		if (reached.hello || reached.answered) return;
		reached.answered = true;
		calmDown();
		fail('EMBED_BLOCKED');
	}

	/** The page's own policy keeps the frame out: the browser says so at once. */
	function violated({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) {
		const mine = blockedURI === place.host || blockedURI.startsWith(`${place.host}/`);
		if (mine && /^(frame|child|default)-src/.test(effectiveDirective)) blocked();
	}

	const wrong = whatIsWrong(place, target, options);
	if (wrong !== null || target === null) {
		// Later, as every other answer: the caller has its handle by then.
		after(0, () => fail(wrong ?? 'MOUNT_TARGET_MISSING'));
		return { destroy };
	}
	addEventListener('message', hear);
	document.addEventListener('securitypolicyviolation', violated);
	frame = createFrame(place);
	frame.addEventListener('load', () => after(SILENT_MS, blocked));
	after(ANSWER_MS, () => {
		if (!reached.answered) fail('EMBED_TIMEOUT');
	});
	target.append(frame);
	return { destroy };
}

function whatIsWrong(place: Place, target: unknown, options: Partial<MountOptions>): WidgetErrorCode | null {
	if (!/^pk_(test|live)_[0-9a-f]+$/.test(place.publishableKey)) return 'API_KEY_INVALID';
	if (!target) return 'MOUNT_TARGET_MISSING';
	return options.sessionId && options.clientSecret ? null : 'SESSION_MISSING';
}

function createFrame({ host, publishableKey }: Place): HTMLIFrameElement {
	const frame = document.createElement('iframe');
	frame.src = `${host}/verification/embed?key=${encodeURIComponent(publishableKey)}`;
	frame.allow = 'camera; microphone; fullscreen; autoplay';
	frame.title = 'Identity verification';
	frame.referrerPolicy = 'no-referrer';
	// Each is a property of its own: a page's policy against style attributes does not touch them.
	frame.style.width = '100%';
	frame.style.height = '760px';
	frame.style.maxHeight = '100vh';
	frame.style.border = '0';
	frame.style.display = 'block';
	return frame;
}
