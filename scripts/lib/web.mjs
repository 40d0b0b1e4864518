/** The site's process: the server that the build made, as it is, with our listener before its own. */
import { prepareBody } from './requestBody.mjs';

/** Beside this project's build/; a variable, so that nothing tries to read it before it is built. */
const built = new URL('../../build/index.js', import.meta.url).href;
/** @type {{ server: { server: import('node:http').Server } }} */
const { server } = await import(built);
server.server.prependListener('request', prepareBody);
