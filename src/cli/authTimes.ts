/** For `npm run test:load -- auth` (K-2): what asking who a key belongs to costs, 500 times a second, on the database named by DATA_DIR. */
import { authenticateSecretKey } from '$lib/server/auth';
import { withInstallation } from './installation';

const PER_SECOND = 500;

async function main(): Promise<void> {
	const [key = '', seconds = '10'] = process.argv.slice(2);
	const ms = await withInstallation(async (deps) => {
		const took: number[] = [];
		const begunAt = performance.now();
		for (let nth = 0; nth < Number(seconds) * PER_SECOND; nth++) {
			const early = begunAt + (nth * 1000) / PER_SECOND - performance.now();
			if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
			const startedAt = performance.now();
			await authenticateSecretKey(deps, `Bearer ${key}`);
			took.push(performance.now() - startedAt);
		}
		return took;
	});
	process.stdout.write(JSON.stringify(ms));
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : 'it failed'}\n`);
	process.exit(1);
});
