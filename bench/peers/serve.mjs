/**
 * A competitor in a process of its own: requests come over the channel of child_process.fork, one at a time. Time is taken
 * here, from the bytes of a picture to the answer, so that neither the channel nor the caller is in it.
 * @param {() => Promise<Record<string, (input: any) => Promise<unknown>>>} open loads the models; resolves to what can be asked
 */
export async function serve(open) {
	const methods = await open();
	process.on('message', async (/** @type {{ id: number, method: string, input: unknown }} */ { id, method, input }) => {
		const cpu = process.cpuUsage();
		const start = performance.now();
		try {
			const answer = methods[method];
			if (answer === undefined) throw new RangeError(`There is no ${method} here`);
			const value = await answer(input);
			const ms = performance.now() - start;
			const { user, system } = process.cpuUsage(cpu);
			process.send?.({ id, ok: true, value, ms, cpuMs: (user + system) / 1000 });
		} catch (error) {
			process.send?.({ id, ok: false, message: error instanceof Error ? error.message : String(error) });
		}
	});
	process.on('disconnect', () => process.exit(0));
	process.send?.({ ready: true });
}
