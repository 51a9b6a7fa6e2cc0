(** The rules sos, farkas and guessing for sets of operators, as programs: what the checker runs on a statement and a
   witness that have been read. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Coq Require Import ZArith.
From Bellcert Require Import Integers Gram Words Operators.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Arguments addmul : simpl never. Arguments addp : simpl never. Arguments pmul : simpl never. Arguments addgram : simpl never.
Arguments pstar : simpl never. Arguments one : simpl never.

Section Rules. Variables (S : alphabet) (K : coef).
Local Notation poly := (poly K).
(* derivations: sum of strictly weighted squares + means + annihilations = 0 *)
Record derivation := Derivation { dsquares : seq (K * poly); dmeans : seq (nat * K); dann : seq (nat * poly) }.
Definition check_derivation (H : seq (hyp K)) (kills : seq poly) (d : derivation) : bool :=
  let P := Parts (dmeans d) (dsquares d) [::] [::] [::] (dann d) in
  allowed H kills P && all (fun s => cpos s.1) (dsquares d) && tzero (addparts S H kills P Lf).
Fixpoint derive (H : seq (hyp K)) (kills : seq poly) (ds : seq derivation) : option (seq poly) := match ds with
  | [::] => Some kills
  | d :: ds' => if check_derivation H kills d then derive H (kills ++ map snd (dsquares d)) ds' else None end.
Definition constant (b : K) : poly := [:: ([::], b)].
Definition pscale (c : K) (p : poly) : poly := map (fun m => (m.1, cmul c m.2)) p.
Definition popp : poly -> poly := pscale (cz K (Zneg xH)).
Inductive sense := Le | Ge.
Definition slack (s : sense) (F : poly) (b : K) : poly :=
  match s with Le => constant b ++ popp F | Ge => F ++ popp (constant b) end.
Definition check_sos H s F b m ds P : bool :=
  cpos m && if derive H [::] ds is Some kills then prove_pos S H kills m (slack s F b) P else false.
Definition check_farkas H m ds P : bool :=
  cpos m && if derive H [::] ds is Some kills then prove_pos S H kills m (constant (cz K (Zneg xH))) P else false.
(* guessing: the same means for all branches *)
Definition no_means (P : parts K) : bool := if means P is [::] then true else false.
Definition only_state (P : parts K) : bool :=   (* what may be used in a part of the state *)
  [&& no_means P, (if localised P is [::] then true else false) & (if relations P is [::] then true else false)].
Definition check_guessing (H : seq (hyp K)) b m ds (ms : seq (nat * K)) (events : seq poly) (Ps : seq (parts K)) : bool :=
  [&& cpos m, all (okmean H) ms, (size events == size Ps)%nat &
   if derive H [::] ds is Some kills then
     let common := pscale m (constant b) ++ flatten (map (fun l => popp (pscale l.2 (hp H l.1))) ms) in
     all (fun eP => only_state eP.2 && prove_pos S H kills (c1 K) (common ++ popp (pscale m eP.1)) eP.2) (zip events Ps)
   else false].
End Rules.
