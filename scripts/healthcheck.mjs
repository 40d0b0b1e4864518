/** For a container's health check: status 0 when the site can take requests. */
const port = process.env.PORT || '3000';
const reply = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(4000) }).catch(
	() => null
);
process.exitCode = reply?.ok ? 0 : 1;
