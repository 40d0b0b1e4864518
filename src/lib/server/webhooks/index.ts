export { append, type EventPayload, type EventSession } from './outbox';
