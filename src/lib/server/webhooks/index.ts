export { webhookJobs, type DeliveryDeps } from './deliver';
export { deliverWebhook, resendWebhook } from './deliverWebhook';
export { listEvents, resendEvent, type AttemptView, type EventView } from './eventLog';
export { append, type EventPayload, type EventSession } from './outbox';
export { signatureHeaders } from './sign';
export { judgeWebhookUrl } from './webhookUrl';
