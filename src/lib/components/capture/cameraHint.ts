import type { FrameAdvice } from '$lib/capture/frameQuality';
import type { GuideShape } from '$lib/capture/guide';
import { m } from '$lib/paraglide/messages';

const FIT: Record<GuideShape, () => string> = {
	card: m.hosted_camera_hint_not_in_frame_card,
	passport: m.hosted_camera_hint_not_in_frame_passport,
	page: m.hosted_camera_hint_not_in_frame_page,
	face: m.hosted_camera_hint_not_in_frame_face
};

/** The one line above the guide. */
export function cameraHint(advice: FrameAdvice, shape: GuideShape): string {
	switch (advice) {
		case 'not_in_frame':
			return FIT[shape]();
		case 'too_dark':
			return m.hosted_camera_hint_too_dark();
		case 'too_bright':
			return m.hosted_camera_hint_too_bright();
		case 'glare':
			return shape === 'card' ? m.hosted_camera_hint_glare() : m.hosted_camera_hint_glare_page();
		case 'too_far':
			return m.hosted_camera_hint_too_far();
		case 'turned':
			return m.hosted_camera_hint_turned();
		case 'blurred':
			return m.hosted_camera_hint_blurred();
		case 'moving':
		case 'good':
			return m.hosted_camera_hint_good();
		default:
			return advice satisfies never;
	}
}
