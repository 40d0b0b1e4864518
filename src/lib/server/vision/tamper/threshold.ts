/**
 * Fused score from which a person is asked to look. Measured at this line: 0 of 16 drawn originals (8 saved twice, 8 photographed
 * askew) and 0 of 5 scanned public specimens are flagged; so are 4 of 8 drawn and 3 of 5 public text edits, 3 of 8 and 2 of 5
 * swapped portraits, none of 5 copied digits, 16 of 16 drawn screens and prints. Area under the curve, drawn / public: text edit
 * 0.91 / 0.84, swapped portrait 0.83 / 0.72, copied digits – / 0.52 (chance). Pictures from the web with an unknown history, many
 * of them composed on a computer, are flagged 16 times in 34: the score asks a question, it answers none.
 */
export const TAMPER_SUSPECTED_AT = 0.6;
