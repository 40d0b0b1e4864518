/** The site's process: the server that the build made, as it is, with our listeners before its own. */
import { limitTimes } from './limitTimes.mjs';
import { refuseKnown } from './knownRefusals.mjs';
import { prepareBody } from './requestBody.mjs';
import { silentConnections } from './silentConnections.mjs';

/** Beside this project's build/; a variable, so that nothing tries to read it before it is built. */
const built = new URL('../../build/index.js', import.meta.url).href;
/** @type {{ server: { server: import('node:http').Server } }} */
const { server } = await import(built);
const http = server.server;
limitTimes(http);
const endSilent = silentConnections(http);
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, endSilent);
// The first answers; those after it count what is open, for a graceful stop, and are to see every call.
const [framework, ...counting] = http.listeners('request');
http.removeAllListeners('request');
const answering = refuseKnown(/** @type {import('./knownRefusals.mjs').Listener} */ (framework));
for (const listener of [prepareBody, answering, ...counting])
	http.on('request', /** @type {import('./knownRefusals.mjs').Listener} */ (listener));
