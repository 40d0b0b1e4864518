import { z } from 'zod';
import { MAX_JSON_BYTES, parseJson, readBytes } from './readBody';

const Nothing = z.strictObject({});

/** For calls that take no input: no body, an empty body and `{}` are alike; a field is refused, never dropped. @throws VALIDATION_FAILED, PAYLOAD_TOO_LARGE */
export async function readNothing(request: Request): Promise<void> {
	parseJson(await readBytes(request, MAX_JSON_BYTES), Nothing);
}
