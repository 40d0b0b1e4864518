export { ATTACK_BELOW, BONA_FIDE_FROM, LIVENESS_MODELS, scorePresentation } from './scorePresentation';
export { readBurst } from './burst';
