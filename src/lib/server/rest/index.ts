export { countCall } from './countCall';
export { idempotent, keyedRequest } from './idempotency';
export { pictureResponse } from './pictureResponse';
export { requireApplicant, requireSecretKey } from './principals';
export { progressStream } from './progressStream';
export { MAX_JSON_BYTES, parseInput, parseJson, readBytes, readJson } from './readBody';
export { readNothing } from './readNothing';
export { errorBody, fail, ok, route, waitFields } from './respond';
export { readBurst } from './readBurst';
