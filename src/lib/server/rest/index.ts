export { fail, handle, ok } from './respond';
