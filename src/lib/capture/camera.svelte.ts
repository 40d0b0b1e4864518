/** What the camera is doing, or why it is not there. Each has its own words and its own way on. */
export type CameraState =
	| 'idle'
	| 'starting'
	| 'live'
	/** Neither yes nor no: the browser has not asked, or nobody has seen it. */
	| 'unanswered'
	/** The person or the browser said no. */
	| 'denied'
	/** The device has none. */
	| 'missing'
	/** Another program holds it. */
	| 'busy'
	/** Not https: browsers give no camera at all. */
	| 'insecure'
	/** Granted, yet no picture comes. */
	| 'no_frames'
	/** It was live and stopped: unplugged, taken by a call, or the permission was withdrawn. */
	| 'lost';

/** Why there is no camera. */
export type Trouble = Exclude<CameraState, 'idle' | 'starting' | 'live'>;

export type Facing = 'environment' | 'user';

/** How long a granted camera may take to show its first frame, in ms. */
const FIRST_FRAME_TIMEOUT_MS = 3000;
/** Browsers that never ask exist: after this long without an answer the page says where to look, and goes on waiting. In ms. */
const UNANSWERED_AFTER_MS = 10_000;
/** Some phones free a camera only a moment after it was let go, e.g. between the back and the front one. In ms. */
const TRY_AGAIN_AFTER_MS = 400;

// Enough for an MRZ of 44 letters across nine tenths of a portrait frame; more only slows the phone.
const SIZES: Record<Facing, MediaTrackConstraints> = {
	environment: { width: { ideal: 2560 }, height: { ideal: 1440 } },
	user: { width: { ideal: 1280 }, height: { ideal: 960 } }
};

interface TorchCapabilities extends MediaTrackCapabilities {
	torch?: boolean;
}

/** The one owner of the camera's stream: whoever starts it here stops it here. */
export class Camera {
	state = $state<CameraState>('idle');
	facing = $state<Facing>('environment');
	canFlip = $state(false);
	canTorch = $state(false);
	torchOn = $state(false);
	/** The camera's name as the browser gives it; empty while there is none. */
	label = '';
	#stream: MediaStream | null = null;
	#video: HTMLVideoElement | null = null;
	/** Raised on each start and stop: an answer that comes late belongs to nobody. */
	#turn = 0;

	/** Null while there is a camera, or none has been asked for. */
	get trouble(): Trouble | null {
		return this.state === 'idle' || this.state === 'starting' || this.state === 'live' ? null : this.state;
	}

	/**
	 * Shows the camera in `video` until the returned function is called. A page that nobody sees lets go of it and takes it up again:
	 * phones take it away then, which is no failure.
	 */
	hold(video: HTMLVideoElement, facing: Facing): () => void {
		void this.start(video, facing);
		const seen = () => {
			if (document.visibilityState === 'hidden') {
				if (this.state === 'live') this.stop();
			} else if (this.state === 'idle' || this.state === 'lost') void this.start(video, this.facing);
		};
		document.addEventListener('visibilitychange', seen);
		return () => {
			document.removeEventListener('visibilitychange', seen);
			this.stop();
		};
	}

	/** Asks for the camera and shows it in `video`. Ends in one of the states; never throws. */
	async start(video: HTMLVideoElement, facing: Facing): Promise<void> {
		this.stop();
		const turn = this.#turn;
		this.state = 'starting';
		this.facing = facing;
		this.#video = video;
		if (!isSecureContext || !navigator.mediaDevices?.getUserMedia) {
			this.state = 'insecure';
			return;
		}
		const watchdog = setTimeout(() => {
			if (turn === this.#turn && this.state === 'starting') this.state = 'unanswered';
		}, UNANSWERED_AFTER_MS);
		try {
			const stream = await openStream(facing).finally(() => clearTimeout(watchdog));
			if (turn !== this.#turn) return stopStream(stream);
			this.state = 'starting';
			this.#adopt(stream);
			video.srcObject = stream;
			let plays = true;
			// Not awaited: without a single frame it never starts to play. Refused, it shows one frame for ever.
			void video.play().catch(() => {
				plays = false;
				if (turn === this.#turn && this.state === 'live') this.state = 'no_frames';
			});
			const shown = await firstFrame(video);
			if (turn !== this.#turn) return;
			this.state = shown && plays ? 'live' : 'no_frames';
			this.canFlip = (await countCameras()) > 1;
		} catch (error) {
			if (turn === this.#turn) this.state = stateOf(error);
		}
	}

	/** Lets go of the camera; the light beside it goes out. */
	stop(): void {
		this.#turn++;
		if (this.#stream) stopStream(this.#stream);
		this.#stream = null;
		if (this.#video) this.#video.srcObject = null;
		this.#video = null;
		this.state = 'idle';
		this.canTorch = false;
		this.torchOn = false;
	}

	async flip(): Promise<void> {
		if (this.#video) await this.start(this.#video, this.facing === 'user' ? 'environment' : 'user');
	}

	async toggleTorch(): Promise<void> {
		const track = this.#stream?.getVideoTracks()[0];
		const on = !this.torchOn;
		try {
			await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
			this.torchOn = on;
		} catch {
			this.canTorch = false;
		}
	}

	#adopt(stream: MediaStream): void {
		this.#stream = stream;
		const track = stream.getVideoTracks()[0];
		this.label = track?.label ?? '';
		if (!track) return;
		const become = (state: CameraState) => () => {
			if (this.#stream === stream && this.state !== 'starting') this.state = state;
		};
		track.addEventListener('ended', become('lost'));
		// A call on an iPhone: the last picture stands still until the track speaks again.
		track.addEventListener('mute', become('lost'));
		track.addEventListener('unmute', become('live'));
		const capabilities: TorchCapabilities = track.getCapabilities?.() ?? {};
		this.canTorch = capabilities.torch === true;
	}
}

/** Asked a second time where the camera was still held: by whoever had it before, most often ourselves. */
async function openStream(facing: Facing): Promise<MediaStream> {
	const wish = { audio: false, video: { facingMode: { ideal: facing }, ...SIZES[facing] } };
	try {
		return await navigator.mediaDevices.getUserMedia(wish);
	} catch (error) {
		if (stateOf(error) !== 'busy') throw error;
		await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_AFTER_MS));
		return navigator.mediaDevices.getUserMedia(wish);
	}
}

function stopStream(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}

/** The DOMException names of getUserMedia (W3C Media Capture and Streams, 10.3). */
function stateOf(error: unknown): CameraState {
	switch (error instanceof DOMException ? error.name : '') {
		case 'NotAllowedError':
		case 'SecurityError':
			return 'denied';
		case 'NotFoundError':
		case 'OverconstrainedError':
			return 'missing';
		default:
			return 'busy';
	}
}

async function countCameras(): Promise<number> {
	const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
	return devices.filter((device) => device.kind === 'videoinput').length;
}

function firstFrame(video: HTMLVideoElement): Promise<boolean> {
	return new Promise((resolve) => {
		const started = performance.now();
		const look = () => {
			if (video.videoWidth > 0 && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) resolve(true);
			else if (performance.now() - started > FIRST_FRAME_TIMEOUT_MS) resolve(false);
			else setTimeout(look, 50);
		};
		look();
	});
}
