/**
 * `npm run demo`: the whole path, from sign-up to the verified webhook, on drawn specimens against a throw-away site that this
 * command starts itself. Prints each step; ends with status 1 where something is not as it should be.
 */
import { mintKeys, signUp } from '../../scripts/lib/client/operator.mjs';
import { startReceiver } from '../../scripts/lib/client/receiver.mjs';
import { tenant } from '../../scripts/lib/client/tenant.mjs';
import { throwAwaySite } from '../../scripts/lib/client/throwAwaySite.mjs';
import { createReporter } from './demo/reporter';
import { drawCast } from './demo/cast';
import { modelsUsed } from './demo/modelsUsed';
import { runVerification } from './demo/runVerification';

const WEBHOOK_SECRET = 'change-me-min-16-chars-random';

async function demo(): Promise<boolean> {
	const say = createReporter();
	const root = process.cwd();
	const [site, cast] = await Promise.all([throwAwaySite({ root }), drawCast()]);
	const receiver = await startReceiver(WEBHOOK_SECRET);
	try {
		say.step(`A throw-away site at ${site.origin}, a webhook receiver at ${receiver.url}, specimens drawn`);
		const operator = await signUp(site.origin);
		say.step(`Signed up ${operator.email} with an organization of their own`);
		const keys = await mintKeys(operator);
		say.step(`Minted test keys: ${keys.secretKey.slice(0, 12)}… and ${keys.publishableKey.slice(0, 12)}…`);
		const backend = tenant(site.origin, keys.secretKey);
		for (const scene of cast) {
			await runVerification({ site, backend, receiver, webhookSecret: WEBHOOK_SECRET, scene, say });
		}
		const { used, missing } = modelsUsed(site.dataDir, root);
		say.expect(
			missing.length === 0,
			`${used.length} models ran: ${used.join(', ')}`,
			`not used: ${missing.join(', ')}`
		);
	} finally {
		await receiver.close();
		await site.stop();
	}
	say.step('Site stopped, its data removed');
	return say.summary();
}

demo().then(
	(ok) => {
		process.exitCode = ok ? 0 : 1;
	},
	(error: unknown) => {
		process.stderr.write(`\nThe demonstration failed: ${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
);
