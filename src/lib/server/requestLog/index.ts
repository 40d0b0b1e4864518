export { openRequestLog, type ApiRequest, type RequestLog } from './requestLog';
export { searchRequests, type RequestRow } from './searchRequests';
export { forgetOldRequests } from './forgetOldRequests';
