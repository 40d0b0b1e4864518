import type { CameraLayout, Room } from './guide';

/** What words and controls take of a camera's view, in CSS pixels: the heights and widths that their styles give them. */
export const ROOMS: Record<'picture' | 'movements', Record<CameraLayout, Room>> = {
	picture: {
		tall: { top: 136, bottom: 168, side: 0 },
		small: { top: 104, bottom: 72, side: 0 },
		wide: { top: 76, bottom: 12, side: 168 }
	},
	movements: {
		tall: { top: 176, bottom: 168, side: 0 },
		small: { top: 116, bottom: 72, side: 0 },
		wide: { top: 92, bottom: 12, side: 220 }
	}
};
