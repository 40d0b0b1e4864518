/** The entry of the threads that the worker and the command line start for the vision engine. */
import { serveVisionThread } from '$lib/server/vision';

serveVisionThread();
