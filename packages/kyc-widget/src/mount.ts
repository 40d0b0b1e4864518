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
const SILENT_MS = 1000;
/** Between two signs of life (the frame's first word, its script, its answer): a host that hangs is told within two seconds. */
const ANSWER_MS = 1800;

/** One flow an element: frameworks mount twice, people click twice, and nobody wants two frames below each other. */
const shown = new WeakMap<Element | ShadowRoot, MountedFrame>();

/**
 * Puts the flow into an element, in place of one that is there already. What is wrong reaches `onError`.
 * @throws TypeError for an option that does not exist: a misspelled callback would never be called
 */
export function mount(place: Place, target: Element | ShadowRoot | null, options: MountOptions): WidgetHandle {
	refuseUnknown('mount', options, ['sessionId', 'clientSecret', 'onReady', 'onStep', 'onComplete', 'onError']);
	const mounted = new MountedFrame(place, options);
	const wrong = whatIsWrong(place, target, options);
	// Later, as every other answer: the caller has its handle by then.
	if (wrong !== null || target === null) mounted.refuseLater(wrong ?? 'MOUNT_TARGET_MISSING');
	else {
		shown.get(target)?.destroy();
		shown.set(target, mounted);
		mounted.show(target);
	}
	return { destroy: () => mounted.destroy() };
}

/** @throws TypeError that names the option and those that exist */
export function refuseUnknown(call: string, options: object, known: readonly string[]): void {
	const unknown = Object.keys(options).find((name) => !known.includes(name));
	if (unknown !== undefined)
		throw new TypeError(`${call}(): there is no option "${unknown}", only ${known.join(', ')}`);
}

class MountedFrame {
	#over = false;
	/** The frame's script runs, so the frame was let in. */
	#letIn = false;
	/** The first word on how it stands has been given to the page. */
	#answered = false;
	#completed = false;
	#frame: HTMLIFrameElement | null = null;
	readonly #timers = new Set<ReturnType<typeof setTimeout>>();
	readonly #place: Place;
	readonly #options: MountOptions;

	constructor(place: Place, options: MountOptions) {
		this.#place = place;
		this.#options = options;
	}

	show(target: Element | ShadowRoot): void {
		addEventListener('message', this.#hear);
		document.addEventListener('securitypolicyviolation', this.#violated);
		const frame = createFrame(this.#place);
		frame.addEventListener('load', () => {
			if (this.#letIn) return;
			this.#calmDown();
			this.#after(SILENT_MS, () => this.#refuse(showsOwnPage(frame) ? 'HOST_MISMATCH' : 'EMBED_BLOCKED'));
		});
		this.#awaitAnswer();
		this.#frame = frame;
		target.append(frame);
	}

	refuseLater(code: WidgetErrorCode): void {
		this.#after(0, () => this.#refuse(code));
	}

	destroy(): void {
		this.#over = true;
		this.#calmDown();
		removeEventListener('message', this.#hear);
		document.removeEventListener('securitypolicyviolation', this.#violated);
		this.#frame?.remove();
		this.#frame = null;
	}

	readonly #hear = ({ source, origin, data }: MessageEvent): void => {
		if (source === null || source !== this.#frame?.contentWindow) return;
		const message = readFrameMessage(data);
		if (message === null) return;
		if (origin === this.#place.host) this.#answer(message);
		else if (message.type === 'uniicy:hello') this.#refuse('HOST_MISMATCH');
	};

	#answer(message: FrameMessage): void {
		const { sessionId, clientSecret, onReady, onStep, onComplete, onError } = this.#options;
		if (message.type === 'uniicy:hello') {
			this.#letIn = true;
			this.#awaitAnswer();
			const start: Start = { type: 'uniicy:start', version: VERSION, sessionId, clientSecret };
			this.#frame?.contentWindow?.postMessage(start, this.#place.host);
			return;
		}
		if (message.sessionId !== sessionId) return;
		this.#answered = true;
		this.#calmDown();
		switch (message.type) {
			case 'uniicy:ready':
				return this.#tell(onReady, undefined);
			case 'uniicy:step':
				return this.#tell(onStep, { step: message.step, index: message.index, total: message.total });
			case 'uniicy:complete':
				if (this.#completed) return;
				this.#completed = true;
				return this.#tell(onComplete, { sessionId, status: message.status, reviewStatus: message.reviewStatus });
			case 'uniicy:error':
				return this.#tell(onError, { code: message.code, message: message.message, docUrl: message.docUrl });
		}
	}

	/** The page's own policy keeps the frame out: the browser says so at once. */
	readonly #violated = ({ effectiveDirective, blockedURI, disposition }: SecurityPolicyViolationEvent): void => {
		if (disposition === 'report') return;
		const mine = blockedURI === this.#place.host || blockedURI.startsWith(`${this.#place.host}/`);
		if (mine && /^(frame|child|default)-src/.test(effectiveDirective)) this.#refuse('EMBED_BLOCKED');
	};

	/** A host that hangs is told, and waited for all the same: it may be the applicant's network. */
	#awaitAnswer(): void {
		this.#calmDown();
		if (!this.#answered) this.#after(ANSWER_MS, () => this.#refuse('EMBED_TIMEOUT'));
	}

	/** Once, and only where nothing else was said before. */
	#refuse(code: WidgetErrorCode): void {
		if (this.#answered) return;
		this.#answered = true;
		this.#calmDown();
		this.#tell(this.#options.onError, widgetError(this.#place.host, code));
	}

	#tell<T>(callback: ((event: T) => void) | undefined, event: T): void {
		if (this.#over || !callback) return;
		try {
			callback(event);
		} catch (error) {
			// The page's own mistake: reported as such, and the flow goes on.
			setTimeout(() => {
				throw error;
			});
		}
	}

	#after(ms: number, work: () => void): void {
		this.#timers.add(setTimeout(work, ms));
	}

	#calmDown(): void {
		this.#timers.forEach(clearTimeout);
		this.#timers.clear();
	}
}

function whatIsWrong(place: Place, target: unknown, options: Partial<MountOptions>): WidgetErrorCode | null {
	if (!/^pk_(test|live)_[0-9a-f]+$/.test(place.publishableKey)) return 'API_KEY_INVALID';
	if (!target) return 'MOUNT_TARGET_MISSING';
	if (!options.sessionId || !options.clientSecret) return 'SESSION_MISSING';
	return isSecureContext && mayBeFramedSafely(place.host) ? null : 'INSECURE_CONTEXT';
}

/** Browsers keep an insecure frame out of a secure page, this machine's own addresses aside. */
function mayBeFramedSafely(host: string): boolean {
	const { protocol, hostname } = new URL(host);
	return protocol === 'https:' || /^(localhost|127\.0\.0\.1|\[::1\])$|\.localhost$/.test(hostname);
}

/** A document that this page may read is of its own origin: the host names this very site, which is not the server. */
const showsOwnPage = ({ contentDocument }: HTMLIFrameElement): boolean =>
	contentDocument !== null && contentDocument.URL !== 'about:blank';

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
