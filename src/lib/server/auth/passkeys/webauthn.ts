/**
 * The library, loaded with the first passkey: its certificate parsers cost some 30 MB and a good part of a second, which the worker and the
 * command line, which never see a passkey, need not pay.
 */
export const webauthn = () => import('@simplewebauthn/server');
