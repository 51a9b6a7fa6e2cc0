(* What the build asks of every theorem that is shipped: no axiom. *)
From Bellcert Require Import Gram Rationals Fields Symbols SumsOfSquares Ideals Scenarios LinearPrograms NoSignalling GuessingBehaviours Tables Soundness.
Print Assumptions gram_pos.
Print Assumptions dominated_pos.
Print Assumptions KQ_ok.
Print Assumptions KA_ok.
Print Assumptions KS_ok.
Print Assumptions sos_sound.
Print Assumptions farkas_sound.
Print Assumptions guessing_sound.
Print Assumptions ideal_sound.
Print Assumptions letters_ok.
Print Assumptions event_ok.
Print Assumptions local_sound.
Print Assumptions ns_sound.
Print Assumptions guess_ns_sound.
Print Assumptions guess_local_sound.
Print Assumptions table_meanP.
Print Assumptions bound_holds.
Print Assumptions empty_holds.
Print Assumptions guessing_holds.
Print Assumptions equality_holds.
Print Assumptions value_holds.
Print Assumptions judge_sound.
Print Assumptions check_sound.
Print Assumptions answer_sound.
