(** Whether a witness that has been read proves a statement.  This is the program that [Soundness] is about. *)
From mathcomp Require Import all_ssreflect.
From Coq Require Import ZArith QArith String.
From Bellcert Require Import Words Operators Rules Rationals Fields Symbols Scenarios LinearPrograms Ideals GuessingBehaviours Tables Statements Compile.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

Section Judge. Variable x : context.
Local Notation c := (made_of x).
Local Notation K := (KK x).
Local Notation S := (its_alphabet x).
Inductive witness :=
  | BySquares of K & seq (derivation K) & parts K                                 (* sos, farkas *)
  | ByStrategies of seq (nat * K)                                                 (* lp-dual, farkas; local *)
  | ByEvents of seq (nat * K) & seq (K * aword)                                   (* lp-dual, farkas; no-signalling *)
  | ByBranches of K & seq (derivation K) & seq (nat * K) & seq (parts K)          (* guessing; operators *)
  | ByBranchStrategies of seq (nat * K)                                           (* guessing; local *)
  | ByBranchEvents of seq (nat * K) & seq (seq (K * aword))                       (* guessing; no-signalling *)
  | ByMemberships of K & seq (derivation K) & seq (seq (nat * poly K))            (* ideal *)
  | ByTable of K & seq (aword * K).                                               (* point; no-signalling: norm and cells *)

(** The minimal polynomial is monic. *)
Definition ok_field : bool := match field_of c with Some (m, _, _) => Z.eqb (last Z0 m) 1 | None => true end.
(** All atoms are atoms of the scenario. *)
Definition ok_word (w : aword) : bool := all (ok_atom (the_scenario c) K) w.
Definition ok_terms (t : terms) : bool := all (fun m => ok_word m.2) t.
Definition ok_operators : bool := wf (the_scenario c) && all (fun h => ok_terms h.2) (hypotheses_of c).
Definition slack_terms (s : sense) (f : terms) (b : coefficient) : apoly K := match s with
  | Le => ([::], lift x b) :: [seq (t.1, aopp t.2) | t <- behaviour_terms x f]
  | Ge => ([::], aopp (lift x b)) :: behaviour_terms x f end.
Definition minus_one : apoly K := [:: ([::], cz K (Zneg xH))].
Definition judge_local (slack : apoly K) (ms : seq (nat * K)) : bool :=
  let H := behaviour_hypotheses x in check_local (inputs_of c) H slack ms && in_range (inputs_of c) (atotal H slack ms).
Definition means_only : bool := all (fun h => match h.1.2 with Mean0 | MeanNN => true | _ => false end) (hypotheses_of c).
(** The mean of terms in a table, not normalised; every word has at most one atom of a party. *)
Definition table_terms (t : cells K) (f : terms) : K :=
  foldr (fun m k => cadd (cmul (lift x m.1) (table_mean (inputs_of c) t m.2)) k) (cz K Z0) f.
Definition ok_means (f : terms) : bool := all (fun m => uniq [seq partyof (inputs_of c) a.1 | a <- m.2]) f.
Definition table_hypothesis (t : cells K) (h : string * hkind * terms) : bool :=
  ok_means h.2 && match h.1.2 with Mean0 => czero (table_terms t h.2) | _ => cnn (table_terms t h.2) end.
Definition table_value (N : K) (t : cells K) (fv : terms * coefficient) : bool :=
  ok_means fv.1 && czero (cadd (table_terms t fv.1) (copp (cmul (lift x fv.2) N))).
Definition judge_table (N : K) (t : cells K) (values : seq (terms * coefficient)) : bool :=
  [&& ok_cells (inputs_of c) (size (parties_of c)) t, cpos N, czero (cadd (table_mean (inputs_of c) t [::]) (copp N)),
      means_only, all (table_hypothesis t) (hypotheses_of c) & all (table_value N t) values].
Definition judge_rule (s : statement) (w : witness) : bool := match s, set_of c, w with
  | Bound _ f s b, QuantumCommuting, BySquares m ds P =>
      [&& ok_operators, ok_terms f & check_sos S (compile_hypotheses x) s (terms_poly x f) (lift x b) m ds P]
  | Empty _, QuantumCommuting, BySquares m ds P => ok_operators && check_farkas S (compile_hypotheses x) m ds P
  | Bound _ f s b, Local, ByStrategies ms => means_only && judge_local (slack_terms s f b) ms
  | Empty _, Local, ByStrategies ms => means_only && judge_local minus_one ms
  | Bound _ f s b, Statements.NoSignalling, ByEvents ms events =>
      means_only && check_ns (inputs_of c) (behaviour_hypotheses x) (slack_terms s f b) ms events
  | Empty _, Statements.NoSignalling, ByEvents ms events =>
      means_only && check_ns (inputs_of c) (behaviour_hypotheses x) minus_one ms events
  | Guessing _ g b, QuantumCommuting, ByBranches m ds ms Ps => let events := events_of c g in
      [&& ok_operators, means_only, all ok_word events &
       check_guessing S (compile_hypotheses x) (lift x b) m ds ms [seq word_poly x w | w <- events] Ps]
  | Guessing _ g b, Local, ByBranchStrategies ms =>
      means_only && check_guess_local (inputs_of c) (behaviour_hypotheses x) (lift x b) ms (events_of c g)
  | Guessing _ g b, Statements.NoSignalling, ByBranchEvents ms branches => let events := events_of c g in
      [&& means_only, Nat.eqb (size events) (size branches) &
       check_guess_ns (inputs_of c) (behaviour_hypotheses x) (lift x b) ms (zip events branches)]
  | Equality _ values, QuantumCommuting, ByMemberships m ds uses =>
      [&& ok_operators, all (fun v => ok_terms v.1) values, Nat.eqb (size values) (size uses) &
       check_ideal S (compile_hypotheses x) m ds [seq (terms_poly x vu.1.1, lift x vu.1.2, vu.2) | vu <- zip values uses]]
  | Value _ values, Statements.NoSignalling, ByTable N t => judge_table N t values
  | _, _, _ => false end.
Definition judge (s : statement) (w : witness) : bool := ok_field && judge_rule s w.
End Judge.
