import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore } from '../../../src/lib/server/db/testing';
import { saveWebhookDefault, sendTestEvent } from '../../../src/lib/server/webhooks';
import { makeDeliveryWorld, openReceiver } from '../../../src/lib/server/webhooks/testing';
import { verify } from './webhooks.js';

const SECRETS = ['change-me-min-16-chars-random', 'the-newer-secret-of-two'] as const;

describe('a test event of the dashboard', () => {
	let world: Awaited<ReturnType<typeof makeDeliveryWorld>>;
	let receiver: Awaited<ReturnType<typeof openReceiver>>;
	beforeEach(async () => {
		world = await makeDeliveryWorld(await openTestStore());
		receiver = await openReceiver();
	});
	afterEach(async () => {
		receiver.close();
		await world.deps.store.close();
	});

	it('is taken by webhooks.verify with the receiver’s secret, with both while one is being replaced, and with no other', async () => {
		const input = { environment: 'test', url: receiver.url, overlapHours: 24 } as const;
		for (const secret of SECRETS) {
			await saveWebhookDefault(world.deps, world.operator, { ...input, secret });
			const to = { environment: 'test', type: 'verification.completed' } as const;
			const { eventId } = await sendTestEvent(world.deps, world.operator, to);
			const [sent] = receiver.received.slice(-1);
			const options = { now: () => world.clock.now(), requireTimestamp: true };
			const check = (known: string | string[]) => verify(sent?.body ?? '', sent?.headers ?? {}, known, options);
			expect(check(secret)).toMatchObject({ id: eventId, sample: true });
			expect(check([...SECRETS])).toMatchObject({ id: eventId });
			expect(() => check('another-secret-entirely')).toThrow('does not belong');
		}
	});
});
