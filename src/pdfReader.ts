/** The entry of the process that reads one PDF and ends. */
import { servePdf } from '$lib/server/vision/address';

servePdf();
