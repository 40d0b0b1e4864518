import type { EventView } from '$lib/server/webhooks';
import type { IconName, Tone } from '$lib/components/ui';
import { m } from '$lib/paraglide/messages';

/** How an event's delivery stands. */
export const DELIVERY_WORDS: Record<EventView['state'], { text: () => string; tone: Tone; icon?: IconName }> = {
	none: { text: m.dash_webhook_none, tone: 'neutral' },
	pending: { text: m.dash_webhook_pending, tone: 'accent', icon: 'clock' },
	delivered: { text: m.dash_webhook_delivered, tone: 'ok', icon: 'check' },
	failed: { text: m.dash_webhook_failed, tone: 'bad', icon: 'alert' }
};
